using System.Numerics;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents which rows of a table failed, one bit a row, chunk by chunk.</summary>
internal sealed class RowFlags
{
    private readonly List<(long First, int Rows, ulong[] Words)> _chunks = [];

    /// <summary>Gets the number of rows.</summary>
    public long RowCount { get; private set; }

    /// <summary>Gets the number of rows that failed.</summary>
    public long Count => _chunks.Sum(chunk => CountOf(chunk.Words));

    /// <summary>Appends a chunk.</summary>
    /// <param name="words">The bits; the array is taken over.</param>
    /// <param name="rows">The number of rows.</param>
    public void Append(ulong[] words, int rows)
    {
        _chunks.Add((RowCount, rows, words));
        RowCount += rows;
    }

    /// <summary>Marks further rows of a chunk.</summary>
    /// <param name="chunk">The position of the chunk.</param>
    /// <param name="words">The bits.</param>
    public void Add(int chunk, ReadOnlySpan<ulong> words) => Union(words, _chunks[chunk].Words);

    /// <summary>Reads the flags of consecutive rows.</summary>
    /// <param name="first">The zero-based first row of the table.</param>
    /// <param name="flags">Receives the flags.</param>
    public void Read(long first, Span<bool> flags)
    {
        int at = _chunks.FindLastIndex(chunk => chunk.First <= first);
        for (int i = 0; i < flags.Length; i++)
        {
            while (first + i >= _chunks[at].First + _chunks[at].Rows)
            {
                at++;
            }

            int row = (int)(first + i - _chunks[at].First);
            flags[i] = ((_chunks[at].Words[row >> 6] >> (row & 63)) & 1) != 0;
        }
    }

    /// <summary>Counts the bits that are set.</summary>
    public static long CountOf(ReadOnlySpan<ulong> words)
    {
        long count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Sets in one span the bits that are set in another.</summary>
    public static void Union(ReadOnlySpan<ulong> from, Span<ulong> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] |= from[i];
        }
    }
}
