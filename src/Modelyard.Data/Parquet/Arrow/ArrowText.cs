using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents a text of Arrow's type of views: its length, and its bytes if they are twelve or fewer, else the first four and where in which buffer all of them are.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ArrowText
{
    private const int LongestInline = 12;

    private int _length;
    private fixed byte _inline[LongestInline];

    /// <summary>Creates a text.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="offset">Where they are in the first buffer.</param>
    public static ArrowText Of(ReadOnlySpan<byte> bytes, int offset)
    {
        ArrowText text = default;
        text._length = bytes.Length;
        bytes[..Math.Min(bytes.Length, bytes.Length <= LongestInline ? LongestInline : sizeof(int))].CopyTo(new Span<byte>(text._inline, LongestInline));
        if (bytes.Length > LongestInline)
        {
            MemoryMarshal.Write(new Span<byte>(text._inline + (2 * sizeof(int)), sizeof(int)), offset);
        }

        return text;
    }
}
