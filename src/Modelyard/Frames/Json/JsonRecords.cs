using System.Text.Json;
using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Reads records of JSON into a block, nested objects flattened.</summary>
internal sealed class JsonRecords(RecordBlock block, JsonReadOptions options)
{
    private const int SignificantDigits = 17;

    private readonly PlainRecord _plain = new(block);
    private byte[] _buffer = [];
    private int _start;
    private byte[] _unescaped = [];

    /// <summary>Reads one record.</summary>
    /// <param name="buffer">The bytes; sixteen past the record must be there.</param>
    /// <param name="start">The index of the first byte of the record.</param>
    /// <param name="end">The index before which it ends.</param>
    /// <param name="offset">The offset of the first byte in the file.</param>
    /// <returns>The number of bytes that the record takes; all of them if it is broken.</returns>
    public int Read(byte[] buffer, int start, int end, long offset)
    {
        block.Place = offset;
        int after = _plain.Read(buffer, start, end);
        if (after >= 0)
        {
            return after - start;
        }

        (_buffer, _start) = (buffer, start);
        ReadOnlySpan<byte> json = buffer.AsSpan(start..end);

        // One level more than allowed, so that the limit is told here and not there.
        var reader = new Utf8JsonReader(json, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = options.MaxDepth + 1 }));
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                block.Fault(offset, null, $"The row is {Describe(reader.TokenType)} and must be an object, as in {{\"a\": 1, \"b\": 2}}.");
                return json.Length;
            }

            ReadObject(ref reader, block.Root);
            return (int)reader.BytesConsumed;
        }
        catch (JsonException exception) when (exception.GetType() == typeof(JsonException))
        {
            block.Fault(offset + reader.TokenStartIndex, null, exception.Message);
        }
        catch (JsonException exception)
        {
            string message = exception.Message;
            int tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            block.Fault(offset + reader.BytesConsumed, null, FormattableString.Invariant($"This is not JSON at byte {offset + reader.BytesConsumed}: {(tail < 0 ? message : message[..tail])}"));
        }
        finally
        {
            block.EndRow();
        }

        return json.Length;
    }

    /// <summary>Reads the keys of an object from its start to its end.</summary>
    private void ReadObject(ref Utf8JsonReader reader, KeyNode parent)
    {
        CheckDepth(ref reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            KeyNode key = block.Child(parent, Text(ref reader));
            bool isNew = block.Visit(key);
            reader.Read();
            if (isNew)
            {
                ReadValue(ref reader, key);
            }
            else
            {
                Skip(ref reader);
            }
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, KeyNode key)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                ReadNumber(reader.ValueSpan, key);
                break;
            case JsonTokenType.String:
                block.AddText(key, Text(ref reader));
                break;
            case JsonTokenType.True or JsonTokenType.False:
                block.AddBoolean(key, reader.TokenType == JsonTokenType.True);
                break;
            case JsonTokenType.StartObject:
                ReadNested(ref reader, key);
                break;
            case JsonTokenType.StartArray when options.ArrayColumns is int most:
                ReadElements(ref reader, key, most);
                break;
            case JsonTokenType.StartArray:
                block.AddStructure(key, Skip(ref reader));
                break;
            default:
                block.AddNull(key);
                break;
        }
    }

    private void ReadNested(ref Utf8JsonReader reader, KeyNode key)
    {
        if (options.Wrapped?.TryRead(ref reader, block, key) == true)
        {
            return;
        }

        Utf8JsonReader ahead = reader;
        if (ahead.Read() && ahead.TokenType == JsonTokenType.EndObject)
        {
            // An object without keys says no more than null.
            block.AddNull(key);
            reader = ahead;
            return;
        }

        ReadObject(ref reader, key);
    }

    private void ReadElements(ref Utf8JsonReader reader, KeyNode key, int most)
    {
        CheckDepth(ref reader);
        int count = 0;
        Span<byte> name = stackalloc byte[12];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == most)
            {
                block.Fault(block.Place, key.Path, $"The array has more than '{most}' elements. Raise ArrayColumns, or keep arrays as texts.");
            }

            if (count++ >= most)
            {
                Skip(ref reader);
                continue;
            }

            (count - 1).TryFormat(name, out int length);
            KeyNode element = block.Child(key, name[..length]);
            block.Visit(element);
            ReadValue(ref reader, element);
        }

        if (count == 0)
        {
            block.AddNull(key);
        }
    }

    private void ReadNumber(ReadOnlySpan<byte> digits, KeyNode key)
    {
        ref byte first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(digits);
        if (IntegerSyntax.TryReadShort(ref first, digits.Length, out long integer))
        {
            block.AddInteger(key, integer, digits);
        }
        else if (DoubleSyntax.TryReadShort(ref first, digits.Length, out double number, out CellEvidence evidence))
        {
            if (evidence == CellEvidence.Integer)
            {
                block.AddInteger(key, (long)number, digits);
            }
            else
            {
                block.AddDouble(key, number, digits);
            }
        }
        else
        {
            ReadLong(digits, key);
        }
    }

    private void ReadLong(ReadOnlySpan<byte> digits, KeyNode key)
    {
        CellEvidence evidence = IntegerSyntax.Read(digits, out long integer);
        if (evidence == CellEvidence.Integer)
        {
            block.AddInteger(key, integer, digits);
            return;
        }

        double number = double.Parse(digits, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        if (evidence == CellEvidence.BigInteger || double.IsInfinity(number) || CountSignificant(digits) > SignificantDigits)
        {
            block.AddLongNumber(key, digits);
            return;
        }

        block.AddDouble(key, number, digits);
    }

    /// <summary>Counts the digits of a mantissa between the first and the last that is not zero.</summary>
    private static int CountSignificant(ReadOnlySpan<byte> digits)
    {
        int significant = 0, zeros = 0;
        foreach (byte digit in digits)
        {
            if (digit is (byte)'e' or (byte)'E')
            {
                break;
            }

            if (digit is not (>= (byte)'0' and <= (byte)'9') || (digit == (byte)'0' && significant == 0))
            {
                continue;
            }

            zeros = digit == (byte)'0' ? zeros + 1 : 0;
            significant++;
        }

        return significant - zeros;
    }

    /// <summary>Gets the text of a key or a value, its escapes resolved.</summary>
    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        if (_unescaped.Length < reader.ValueSpan.Length)
        {
            _unescaped = new byte[reader.ValueSpan.Length * 2];
        }

        try
        {
            return _unescaped.AsSpan(0, reader.CopyString(_unescaped));
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(FormattableString.Invariant($"The text at byte {block.Place + reader.TokenStartIndex} has an escape of half a character. Both halves of a pair such as \\ud83d\\ude00 must be there."), exception);
        }
    }

    /// <summary>Goes to the end of a value and gives its bytes.</summary>
    private ReadOnlySpan<byte> Skip(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            int depth = reader.CurrentDepth;
            do
            {
                CheckDepth(ref reader);
                reader.Read();
            }
            while (reader.CurrentDepth > depth);
        }

        return _buffer.AsSpan((_start + start)..(_start + (int)reader.BytesConsumed));
    }

    private void CheckDepth(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= options.MaxDepth)
        {
            throw new JsonException(FormattableString.Invariant($"Objects and arrays are nested deeper than {options.MaxDepth} levels at byte {block.Place + reader.TokenStartIndex}. If that is meant, raise MaxDepth (at most {JsonReadOptions.MostDepth})."));
        }
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
