using System.Globalization;
using System.Text;
using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Frames.Json;

namespace Modelyard.Data.Mongo;

/// <summary>Reads documents of BSON into a block, nested ones flattened.</summary>
internal sealed class BsonRecords(RecordBlock block, JsonReadOptions options)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false, MaxDepth = JsonReadOptions.MostDepth + 2 };

    /// <summary>Reads one document.</summary>
    /// <param name="document">The bytes.</param>
    /// <param name="number">The number of the document, from 1.</param>
    public void Read(ReadOnlySpan<byte> document, long number)
    {
        block.Place = number;
        try
        {
            var cursor = new BsonCursor(document);
            ReadDocument(ref cursor, block.Root, 1);
        }
        catch (BsonException exception)
        {
            block.Fault(number, null, exception.Message);
        }
        finally
        {
            block.EndRow();
        }
    }

    private void ReadDocument(ref BsonCursor cursor, KeyNode parent, int depth)
    {
        (int outer, int end) = Enter(ref cursor, depth);
        if (end - cursor.At == 1 && depth > 1)
        {
            // A document without keys says no more than null.
            block.AddNull(parent);
        }

        while (cursor.At < end - 1)
        {
            BsonType type = cursor.ReadType();
            KeyNode key = block.Child(parent, cursor.ReadName());
            if (block.Visit(key))
            {
                ReadValue(ref cursor, type, key, depth);
            }
            else
            {
                WriteValue(ref cursor, type, null, depth);
            }
        }

        Leave(ref cursor, outer, end);
    }

    private void ReadValue(ref BsonCursor cursor, BsonType type, KeyNode key, int depth)
    {
        switch (type)
        {
            case BsonType.Double:
                double number = cursor.ReadDouble();
                block.AddDouble(key, number, Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)));
                break;
            case BsonType.Int32:
                AddInteger(key, cursor.ReadInt32());
                break;
            case BsonType.Int64:
                AddInteger(key, cursor.ReadInt64());
                break;
            case BsonType.Boolean:
                block.AddBoolean(key, cursor.ReadBoolean());
                break;
            case BsonType.Time:
                block.AddTime(key, cursor.ReadTicks());
                break;
            case BsonType.Null or BsonType.Undefined:
                block.AddNull(key);
                break;
            case BsonType.Decimal:
                MongoValues.AddDecimal(block, key, Decimal128.Format(cursor.ReadDecimal()));
                break;
            case BsonType.Text or BsonType.Symbol or BsonType.Code:
                block.AddText(key, cursor.ReadText());
                break;
            case BsonType.Document:
                ReadDocument(ref cursor, key, depth + 1);
                break;
            case BsonType.Array when options.ArrayColumns is int most:
                ReadElements(ref cursor, key, most, depth + 1);
                break;
            case BsonType.Array:
                block.AddStructure(key, ArrayText(ref cursor, depth));
                break;
            default:
                block.AddText(key, Encoding.UTF8.GetBytes(ReadOther(ref cursor, type)));
                break;
        }
    }

    private void AddInteger(KeyNode key, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        block.AddInteger(key, value, digits[..length]);
    }

    private void ReadElements(ref BsonCursor cursor, KeyNode key, int most, int depth)
    {
        (int outer, int end) = Enter(ref cursor, depth);
        int count = 0;
        while (cursor.At < end - 1)
        {
            BsonType type = cursor.ReadType();
            cursor.ReadName();
            if (count == most)
            {
                block.Fault(block.Place, key.Path, $"The array has more than '{most}' elements. Raise ArrayColumns, or keep arrays as texts.");
            }

            if (count++ >= most)
            {
                WriteValue(ref cursor, type, null, depth);
                continue;
            }

            KeyNode element = block.Child(key, Encoding.UTF8.GetBytes((count - 1).ToString(CultureInfo.InvariantCulture)));
            block.Visit(element);
            ReadValue(ref cursor, type, element, depth);
        }

        if (count == 0)
        {
            block.AddNull(key);
        }

        Leave(ref cursor, outer, end);
    }

    private ReadOnlySpan<byte> ArrayText(ref BsonCursor cursor, int depth)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            WriteValue(ref cursor, BsonType.Array, writer, depth);
        }

        return text.WrittenSpan;
    }

    /// <summary>Writes a value as JSON; if there is nothing to write to, it is only gone over.</summary>
    private void WriteValue(ref BsonCursor cursor, BsonType type, Utf8JsonWriter? writer, int depth)
    {
        switch (type)
        {
            case BsonType.Double:
                double number = cursor.ReadDouble();
                if (double.IsFinite(number))
                {
                    writer?.WriteNumberValue(number);
                }
                else
                {
                    writer?.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                }

                break;
            case BsonType.Int32 or BsonType.Int64:
                long integer = type == BsonType.Int32 ? cursor.ReadInt32() : cursor.ReadInt64();
                writer?.WriteNumberValue(integer);
                break;
            case BsonType.Boolean:
                bool flag = cursor.ReadBoolean();
                writer?.WriteBooleanValue(flag);
                break;
            case BsonType.Time:
                var time = new DateTime(cursor.ReadTicks(), DateTimeKind.Utc);
                writer?.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
                break;
            case BsonType.Null or BsonType.Undefined:
                writer?.WriteNullValue();
                break;
            case BsonType.Decimal:
                string digits = Decimal128.Format(cursor.ReadDecimal());
                writer?.WriteStringValue(digits);
                break;
            case BsonType.Text or BsonType.Symbol or BsonType.Code:
                ReadOnlySpan<byte> text = cursor.ReadText();
                writer?.WriteStringValue(text);
                break;
            case BsonType.Document or BsonType.Array:
                WriteMembers(ref cursor, type == BsonType.Array, writer, depth + 1);
                break;
            default:
                string other = ReadOther(ref cursor, type);
                writer?.WriteStringValue(other);
                break;
        }
    }

    private void WriteMembers(ref BsonCursor cursor, bool isArray, Utf8JsonWriter? writer, int depth)
    {
        (int outer, int end) = Enter(ref cursor, depth);
        if (isArray)
        {
            writer?.WriteStartArray();
        }
        else
        {
            writer?.WriteStartObject();
        }

        while (cursor.At < end - 1)
        {
            BsonType type = cursor.ReadType();
            ReadOnlySpan<byte> name = cursor.ReadName();
            if (!isArray)
            {
                writer?.WritePropertyName(name);
            }

            WriteValue(ref cursor, type, writer, depth);
        }

        if (isArray)
        {
            writer?.WriteEndArray();
        }
        else
        {
            writer?.WriteEndObject();
        }

        Leave(ref cursor, outer, end);
    }

    private static string ReadOther(ref BsonCursor cursor, BsonType type)
    {
        switch (type)
        {
            case BsonType.ObjectId:
                return cursor.ReadObjectId();
            case BsonType.Binary:
                ReadOnlySpan<byte> bytes = cursor.ReadBinary(out byte subtype);
                return MongoValues.Binary(bytes, subtype);
            case BsonType.Pattern:
                string pattern = Encoding.UTF8.GetString(cursor.ReadName());
                return MongoValues.Pattern(pattern, Encoding.UTF8.GetString(cursor.ReadName()));
            case BsonType.Pointer:
                string place = Encoding.UTF8.GetString(cursor.ReadText());
                return $"{place}/{cursor.ReadObjectId()}";
            case BsonType.ScopedCode:
                return Encoding.UTF8.GetString(cursor.ReadScopedCode());
            case BsonType.Stamp:
                ulong stamp = (ulong)cursor.ReadInt64();
                return MongoValues.Stamp((uint)(stamp >> 32), (uint)stamp);
            case BsonType.MinKey or BsonType.MaxKey:
                return type.ToString();
            default:
                throw new BsonException(FormattableString.Invariant($"The value before byte {cursor.At} has the type '0x{(byte)type:X2}', which BSON does not know."));
        }
    }

    private (int Outer, int End) Enter(ref BsonCursor cursor, int depth)
    {
        if (depth > options.MaxDepth)
        {
            throw new BsonException(FormattableString.Invariant($"Documents and arrays are nested deeper than {options.MaxDepth} levels at byte {cursor.At}. If that is meant, raise MaxDepth (at most {JsonReadOptions.MostDepth})."));
        }

        int outer = cursor.End, end = cursor.ReadEnd();

        // The zero byte at the end is no part of a value.
        cursor.End = end - 1;
        return (outer, end);
    }

    private static void Leave(ref BsonCursor cursor, int outer, int end)
    {
        cursor.At = end;
        cursor.End = outer;
    }
}
