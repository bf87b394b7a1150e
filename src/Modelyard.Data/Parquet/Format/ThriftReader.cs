using System.Text;

namespace Modelyard.Data.Parquet.Format;

/// <summary>Reads structures of Thrift's compact protocol, in which Parquet's metadata is written.</summary>
/// <remarks>
/// Nothing is believed before it is checked: a length is at most the bytes that are left, a list has at most one element for each of them, and structures nest no deeper than Parquet's do.
/// Source: Apache Thrift, "Thrift compact protocol encoding", in its documentation of the specification.
/// </remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 24;
    private const byte True = 1, False = 2, Byte = 3, Long = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Structure = 12;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>Gets the number of bytes that were read.</summary>
    public int Position { get; private set; }

    /// <summary>Reads the head of the next field of a structure.</summary>
    /// <param name="field">The field before, by default at first; receives the field.</param>
    /// <returns>False at the end of the structure.</returns>
    public bool Next(ref ThriftField field)
    {
        byte head = ReadByte();
        if (head == 0)
        {
            return false;
        }

        int delta = head >> 4;
        field = new ThriftField(delta > 0 ? field.Id + delta : checked((int)ReadZigzag()), (byte)(head & 15));
        return true;
    }

    /// <summary>Reads an integer of any width.</summary>
    public long ReadInteger(ThriftField field)
    {
        Expect(field, field.Type is >= Byte and <= Long, "an integer");
        return field.Type == Byte ? (sbyte)ReadByte() : ReadZigzag();
    }

    /// <summary>Reads an integer of at most 32 bits.</summary>
    public int ReadSmall(ThriftField field)
    {
        long value = ReadInteger(field);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new ParquetFormatException($"The metadata has '{value}' where 32 bits must do.");
    }

    /// <summary>Reads a boolean.</summary>
    public readonly bool ReadBoolean(ThriftField field)
    {
        Expect(field, field.Type is True or False, "true or false");
        return field.Type == True;
    }

    /// <summary>Reads bytes.</summary>
    /// <returns>Where they lie among those that are read.</returns>
    public Range ReadBinary(ThriftField field)
    {
        Expect(field, field.Type == Binary, "bytes");
        int length = ReadLength();
        int first = Position;
        Position += length;
        return first..Position;
    }

    /// <summary>Reads a text.</summary>
    public string ReadText(ThriftField field) => Encoding.UTF8.GetString(_bytes[ReadBinary(field)]);

    /// <summary>Begins a list.</summary>
    /// <param name="field">The head of its field.</param>
    /// <param name="element">Receives what stands for the head of the field of each element.</param>
    /// <returns>The number of elements, each of which must be read.</returns>
    public int ReadList(ThriftField field, out ThriftField element)
    {
        Expect(field, field.Type is List or Set, "a list");
        byte head = ReadByte();
        ulong count = (uint)head >> 4;
        count = count == 15 ? ReadVarint() : count;
        element = new ThriftField(field.Id, (byte)(head & 15));
        return count <= (ulong)(_bytes.Length - Position) ? (int)count : throw Short($"a list of '{count}' elements");
    }

    /// <summary>Begins a structure, whose fields must be read to the end.</summary>
    public void Enter(ThriftField field)
    {
        Expect(field, field.Type == Structure, "a structure");
        if (++_depth > DeepestNesting)
        {
            throw new ParquetFormatException($"The metadata nests deeper than '{DeepestNesting}' structures.");
        }
    }

    /// <summary>Ends a structure.</summary>
    public void Leave() => _depth--;

    /// <summary>Passes over the value of a field.</summary>
    public void Skip(ThriftField field)
    {
        switch (field.Type)
        {
            case True or False:
                break;
            case Byte:
                ReadByte();
                break;
            case > Byte and <= Long:
                ReadVarint();
                break;
            case Double:
                Position = Position + sizeof(double) <= _bytes.Length ? Position + sizeof(double) : throw Short("a number");
                break;
            case Binary:
                ReadBinary(field);
                break;
            case List or Set:
                SkipElements(ReadList(field, out ThriftField element), element);
                break;
            case Map:
                SkipMap();
                break;
            case Structure:
                Enter(field);
                ThriftField inner = default;
                while (Next(ref inner))
                {
                    Skip(inner);
                }

                Leave();
                break;
            default:
                throw new ParquetFormatException($"The metadata has a field of the unknown type '{field.Type}'.");
        }
    }

    private void SkipMap()
    {
        ulong count = ReadVarint();
        if (count == 0)
        {
            return;
        }

        byte types = ReadByte();
        if (count > (ulong)(_bytes.Length - Position))
        {
            throw Short($"a map of '{count}' entries");
        }

        ThriftField key = new(0, (byte)(types >> 4)), value = new(0, (byte)(types & 15));
        for (ulong i = 0; i < count; i++)
        {
            SkipElements(1, key);
            SkipElements(1, value);
        }
    }

    // Lists nest as structures do. A boolean in a list is a byte of its own.
    private void SkipElements(int count, ThriftField element)
    {
        if (++_depth > DeepestNesting)
        {
            throw new ParquetFormatException($"The metadata nests deeper than '{DeepestNesting}' structures.");
        }

        for (int i = 0; i < count; i++)
        {
            if (element.Type is True or False)
            {
                ReadByte();
            }
            else
            {
                Skip(element);
            }
        }

        _depth--;
    }

    private int ReadLength()
    {
        ulong length = ReadVarint();
        return length <= (ulong)(_bytes.Length - Position) ? (int)length : throw Short($"'{length}' bytes");
    }

    private long ReadZigzag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new ParquetFormatException("The metadata has an integer of more than 64 bits.");
    }

    private byte ReadByte() => Position < _bytes.Length ? _bytes[Position++] : throw Short("a byte");

    private readonly ParquetFormatException Short(string what) => new($"The metadata ends where it must have {what}: '{_bytes.Length - Position}' bytes are left.") { IsShort = true };

    private static void Expect(ThriftField field, bool holds, string what)
    {
        if (!holds)
        {
            throw new ParquetFormatException($"The field '{field.Id}' of a structure in the metadata has the type '{field.Type}' and must be {what}.");
        }
    }
}
