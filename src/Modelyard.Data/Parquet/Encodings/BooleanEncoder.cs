using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Encodes columns of booleans, a bit each.</summary>
/// <param name="pages">What makes the pages.</param>
internal sealed class BooleanEncoder(ColumnPages pages)
{
    private byte[] _cells = [];

    /// <summary>Encodes booleans.</summary>
    public EncodedColumn Encode(BooleanColumn column, int first, int count)
    {
        bool hasFalse = false, hasTrue = false;
        int missing = 0;
        for (int row = 0; row < count; row += ColumnPages.MaxCells)
        {
            int rows = Math.Min(ColumnPages.MaxCells, count - row);
            if (_cells.Length <= rows)
            {
                _cells = new byte[rows + 1];
            }

            int present = pages.BeginCells(column.Validity, first + row, rows);
            ReadOnlySpan<byte> cells = MemoryMarshal.AsBytes(column.Values);
            DefinitionLevels.Gather(cells, column.Validity, first + row, rows, _cells);
            Pack(_cells.AsSpan(0, present), pages.Body);
            hasFalse |= _cells.AsSpan(0, present).Contains((byte)0);
            hasTrue |= _cells.AsSpan(0, present).ContainsAnyExcept((byte)0);
            missing += rows - present;
            pages.EndCells(rows, PageEncoding.Plain);
        }

        return pages.Finish(hasFalse || hasTrue ? new ColumnStatistics(missing, [hasFalse ? (byte)0 : (byte)1], [hasTrue ? (byte)1 : (byte)0]) : new ColumnStatistics(missing));
    }

    private static void Pack(ReadOnlySpan<byte> cells, ByteBuffer buffer)
    {
        int bytes = (cells.Length + 7) / 8, at = 0;
        Span<byte> room = buffer.Room(bytes);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; at <= cells.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
            {
                uint bits = ~Vector256.Equals(Vector256.Create(cells[at..]), Vector256<byte>.Zero).ExtractMostSignificantBits();
                MemoryMarshal.Write(room[(at >> 3)..], bits);
            }
        }

        for (room[(at >> 3)..bytes].Clear(); at < cells.Length; at++)
        {
            room[at >> 3] |= (byte)((cells[at] == 0 ? 0 : 1) << (at & 7));
        }

        buffer.Advance(bytes);
    }
}
