using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a text in a vector of DuckDB: its length, and its bytes if they are twelve or fewer, else the first four and where all of them are.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct DuckDbText
{
    private const int LongestInline = 12;

    [FieldOffset(0)]
    private readonly uint _length;

    [FieldOffset(4)]
    private fixed byte _inline[LongestInline];

    [FieldOffset(8)]
    private readonly byte* _bytes;

    /// <summary>Gets the bytes of a text.</summary>
    public static ReadOnlySpan<byte> Bytes(DuckDbText* text) =>
        new(text->_length <= LongestInline ? text->_inline : text->_bytes, checked((int)text->_length));

    /// <summary>Gets the first byte of a text, from which eight can be read, and its length.</summary>
    public static ref byte First(DuckDbText* text, out int length)
    {
        length = checked((int)text->_length);
        return ref *(length <= LongestInline ? text->_inline : text->_bytes);
    }
}
