using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Represents which rows of a page have a cell.</summary>
internal readonly ref struct Presence
{
    private readonly ReadOnlySpan<ulong> _present;

    /// <summary>Initializes the presence of rows that all have a cell.</summary>
    public Presence(int rows)
    {
        Rows = rows;
        Count = rows;
    }

    /// <summary>Initializes the presence of rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="present">One bit a row, set where it has a cell and clear past the last row.</param>
    public Presence(int rows, ReadOnlySpan<ulong> present)
    {
        Rows = rows;
        foreach (ulong word in present)
        {
            Count += BitOperations.PopCount(word);
        }

        _present = Count == rows ? default : present;
    }

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of rows that have a cell.</summary>
    public int Count { get; }

    /// <summary>Gets a value indicating whether every row has a cell.</summary>
    public bool IsWhole => Count == Rows;

    /// <summary>Determines whether a row has a cell.</summary>
    public bool this[int row] => IsWhole || ((_present[row >> 6] >> (row & 63)) & 1) != 0;

    /// <summary>Moves cells that stand side by side to their rows.</summary>
    /// <param name="cells">The cells at the front, and room for all rows; receives one a row.</param>
    /// <param name="missing">What stands in a row without a cell.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Spread<T>(Span<T> cells, T missing)
    {
        int left = Count;

        // From the last word to the first: a cell never moves to the left, so none is overwritten before it has moved.
        for (int word = IsWhole ? -1 : _present.Length - 1; word >= 0; word--)
        {
            int first = word << 6, rows = Math.Min(64, Rows - first), count = BitOperations.PopCount(_present[word]);
            if (count == rows)
            {
                left -= count;
                cells.Slice(left, count).CopyTo(cells[first..]);
                continue;
            }

            for (int row = rows - 1; row >= 0; row--)
            {
                cells[first + row] = ((_present[word] >> row) & 1) != 0 ? cells[--left] : missing;
            }
        }
    }

    /// <summary>Sets the bits of the rows that have no cell.</summary>
    /// <param name="bits">One bit a row of the whole; others may set bits of other rows at the same time.</param>
    /// <param name="first">The row of the whole that the first one here is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MarkMissing(ulong[] bits, int first)
    {
        for (int word = 0; word < _present.Length; word++)
        {
            int rows = Math.Min(64, Rows - (word << 6));
            Mark(bits, first + (word << 6), ~_present[word] & (ulong.MaxValue >> (64 - rows)));
        }
    }

    /// <summary>Sets the bits of some of 64 consecutive rows.</summary>
    public static void Mark(ulong[] bits, int first, ulong marks)
    {
        if (marks == 0)
        {
            return;
        }

        int word = first >> 6, shift = first & 63;
        Interlocked.Or(ref bits[word], marks << shift);
        if (shift > 0 && marks >> (64 - shift) is ulong rest and not 0)
        {
            Interlocked.Or(ref bits[word + 1], rest);
        }
    }
}
