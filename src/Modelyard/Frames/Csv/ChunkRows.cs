using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Frames.Csv;

/// <summary>Represents the rows of one chunk: bytes, and where their fields end.</summary>
/// <param name="Buffer">The bytes, padded at both ends.</param>
/// <param name="Ends">For each row, the index before its first byte and then the index after each of its fields.</param>
/// <param name="Stride">The number of indexes a row.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Offset">The offset in the file of index 0.</param>
/// <param name="Dialect">The structural bytes.</param>
internal readonly record struct ChunkRows(byte[] Buffer, int[] Ends, int Stride, int Rows, long Offset, CsvDialect Dialect)
{
    /// <summary>Gets the fields' ends of a column: the index before a cell, and the index after it one further; the next row is a stride away.</summary>
    public ref int FirstEnd(int column) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Ends), column);

    /// <summary>Gets the raw bytes of a cell.</summary>
    public ReadOnlySpan<byte> Raw(int row, int column)
    {
        int at = (row * Stride) + column;
        return Buffer.AsSpan(Ends[at] + 1, Ends[at + 1] - Ends[at] - 1);
    }

    /// <summary>Gets the content of a cell: without its quotes, and with doubled quotes as one.</summary>
    /// <param name="raw">The raw bytes.</param>
    /// <param name="scratch">Memory for a content that cannot be had without copying.</param>
    public ReadOnlySpan<byte> Content(ReadOnlySpan<byte> raw, scoped ref byte[] scratch)
    {
        if (raw.Length < 2 || !Dialect.IsQuote(raw[0]))
        {
            return raw;
        }

        ReadOnlySpan<byte> content = raw[1..^1];
        int quote = content.IndexOf(Dialect.Quote);
        if (quote < 0)
        {
            return content;
        }

        // Eight bytes past the end must be readable.
        if (scratch.Length < content.Length + 8)
        {
            scratch = new byte[Math.Max(256, content.Length * 2)];
        }

        int length = 0;
        while (quote >= 0)
        {
            content[..(quote + 1)].CopyTo(scratch.AsSpan(length));
            length += quote + 1;
            content = content[Math.Min(quote + 2, content.Length)..];
            quote = content.IndexOf(Dialect.Quote);
        }

        content.CopyTo(scratch.AsSpan(length));
        return scratch.AsSpan(0, length + content.Length);
    }
}
