using System.Numerics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Expressions;

/// <summary>Takes the rows of a table whose bits are set, on all processors.</summary>
internal static class RowFilter
{
    private const int PieceWords = 1 << 9;
    private const int PieceRows = 1 << 15;

    /// <summary>Takes the rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="bits">One bit a row, clear past the last row.</param>
    /// <returns>A table of those rows; the table itself if they are all.</returns>
    public static Frame Keep(Frame table, ulong[] bits)
    {
        int pieces = (bits.Length + PieceWords - 1) / PieceWords;
        int[] starts = new int[pieces + 1];
        for (int piece = 0; piece < pieces; piece++)
        {
            int count = 0;
            foreach (ulong word in Piece(bits, piece))
            {
                count += BitOperations.PopCount(word);
            }

            starts[piece + 1] = starts[piece] + count;
        }

        if (starts[pieces] == table.RowCount)
        {
            return table;
        }

        int[] rows = GC.AllocateUninitializedArray<int>(starts[pieces]);
        ParallelLoop.For(pieces, Environment.ProcessorCount, piece => ListRows(Piece(bits, piece), piece * PieceWords * 64, rows.AsSpan(starts[piece])));
        return Frame.Of(table.Columns.Select(column => Take(column, rows)));
    }

    private static ReadOnlySpan<ulong> Piece(ulong[] bits, int piece) => bits.AsSpan(piece * PieceWords, Math.Min(PieceWords, bits.Length - (piece * PieceWords)));

    private static void ListRows(ReadOnlySpan<ulong> bits, int first, Span<int> rows)
    {
        int listed = 0;
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
            {
                rows[listed++] = first + (word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    private static Column Take(Column column, int[] rows)
    {
        if (column is TextColumn)
        {
            return column.Take(rows);
        }

        Validity validity = column.Validity.Take(rows);
        return column switch
        {
            DoubleColumn doubles => new DoubleColumn(column.Name, validity, Gather(doubles.ValueArray, rows)),
            IntegerColumn integers => new IntegerColumn(column.Name, validity, Gather(integers.ValueArray, rows)),
            TimestampColumn times => new TimestampColumn(column.Name, validity, Gather(times.TickArray, rows), times.IsUtc) { HadOffset = times.HadOffset },
            CategoryColumn categories => new CategoryColumn(column.Name, validity, Gather(categories.CodeArray, rows), [.. categories.Levels], categories.IsOrdered),
            _ => column.Take(rows),
        };
    }

    private static T[] Gather<T>(T[] cells, int[] rows)
    {
        T[] taken = GC.AllocateUninitializedArray<T>(rows.Length);
        ParallelLoop.Blocks(rows.Length, PieceRows, Environment.ProcessorCount, (start, count) =>
        {
            for (int i = start; i < start + count; i++)
            {
                taken[i] = cells[rows[i]];
            }
        });
        return taken;
    }
}
