namespace Modelyard.Data.Parquet.Format;

/// <summary>Writes structures in Thrift's compact protocol, as the headers of Parquet's pages and its footer stand in.</summary>
/// <remarks>Source: Apache Thrift, Thrift compact protocol encoding.</remarks>
/// <param name="buffer">What takes the bytes.</param>
internal sealed class ThriftWriter(ByteBuffer buffer)
{
    /// <summary>The type of integers of 32 bits in lists.</summary>
    public const int Int32Type = 5;

    /// <summary>The type of texts in lists.</summary>
    public const int BinaryType = 8;

    /// <summary>The type of structures in lists.</summary>
    public const int StructType = 12;

    private const int TrueType = 1;
    private const int FalseType = 2;
    private const int Int16Type = 4;
    private const int Int64Type = 6;
    private const int ListType = 9;
    private const int LongestShortList = 14;
    private const int LargestDelta = 15;

    // The number of the last field of each structure that is open.
    private readonly Stack<int> _open = new();
    private int _last;

    /// <summary>Begins a structure that is no field: the outermost, or one in a list.</summary>
    public void Begin()
    {
        _open.Push(_last);
        _last = 0;
    }

    /// <summary>Begins a structure in a field.</summary>
    public void Begin(int field)
    {
        Head(field, StructType);
        Begin();
    }

    /// <summary>Ends the structure that was begun last.</summary>
    public void End()
    {
        buffer.Byte(0);
        _last = _open.Pop();
    }

    /// <summary>Writes a structure without fields.</summary>
    public void Empty(int field)
    {
        Begin(field);
        End();
    }

    /// <summary>Writes an integer of 16 bits.</summary>
    public void Int16(int field, short value)
    {
        Head(field, Int16Type);
        buffer.ZigZag(value);
    }

    /// <summary>Writes an integer of 32 bits.</summary>
    public void Int32(int field, int value)
    {
        Head(field, Int32Type);
        buffer.ZigZag(value);
    }

    /// <summary>Writes an integer of 64 bits.</summary>
    public void Int64(int field, long value)
    {
        Head(field, Int64Type);
        buffer.ZigZag(value);
    }

    /// <summary>Writes a boolean.</summary>
    public void Boolean(int field, bool value) => Head(field, value ? TrueType : FalseType);

    /// <summary>Writes a text or bytes.</summary>
    public void Binary(int field, ReadOnlySpan<byte> bytes)
    {
        Head(field, BinaryType);
        BinaryItem(bytes);
    }

    /// <summary>Begins a list, whose items follow.</summary>
    public void List(int field, int type, int count)
    {
        Head(field, ListType);
        if (count <= LongestShortList)
        {
            buffer.Byte((count << 4) | type);
            return;
        }

        buffer.Byte(0xF0 | type);
        buffer.Varint((ulong)count);
    }

    /// <summary>Writes an integer in a list.</summary>
    public void Item(int value) => buffer.ZigZag(value);

    /// <summary>Writes a text or bytes in a list.</summary>
    public void BinaryItem(ReadOnlySpan<byte> bytes)
    {
        buffer.Varint((ulong)bytes.Length);
        buffer.Bytes(bytes);
    }

    /// <summary>Writes structures of a list that were written before.</summary>
    public void Items(ReadOnlySpan<byte> structures) => buffer.Bytes(structures);

    private void Head(int field, int type)
    {
        int delta = field - _last;
        if (delta is > 0 and <= LargestDelta)
        {
            buffer.Byte((delta << 4) | type);
        }
        else
        {
            buffer.Byte(type);
            buffer.ZigZag(field);
        }

        _last = field;
    }
}
