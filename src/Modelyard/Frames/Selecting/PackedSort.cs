using System.Numerics;
using Modelyard.Numerics;

namespace Modelyard.Frames.Selecting;

/// <summary>Sorts rows by several keys at once: the codes of all keys of a row are packed into 64 bits, if they fit.</summary>
/// <remarks>
/// The first digit, the weightiest bits, parts the rows into buckets that fit into a cache, and these are sorted on all processors digit by digit from the lowest.
/// Sorting key after key over the whole table takes longer (sort_flights).
/// </remarks>
internal static class PackedSort
{
    private const int FirstBits = 11;
    private const int LeastBucketed = 1 << 14;
    private const int Short = 24;

    /// <summary>Finds the order of the rows; null if the keys do not fit into 64 bits.</summary>
    /// <param name="columns">The columns, the first weighing most.</param>
    /// <param name="keys">Their directions.</param>
    /// <param name="rowCount">The number of rows.</param>
    public static int[]? Order(Column[] columns, IReadOnlyList<SortColumn> keys, int rowCount)
    {
        ulong[] packed = new ulong[rowCount], codes = new ulong[rowCount];
        int bits = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            int own = Encode(columns[i], keys[i], codes);
            bits += own;
            if (bits > 64)
            {
                return null;
            }

            for (int row = 0; row < packed.Length && own > 0; row++)
            {
                packed[row] = own == 64 ? codes[row] : (packed[row] << own) | codes[row];
            }
        }

        int[] rows = new int[rowCount];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
        }

        // The codes are not needed any more and lend their memory.
        return Sort(packed, rows, codes, bits);
    }

    /// <summary>Writes codes that sort as the cells do, from 0, and gives the number of bits that they need.</summary>
    private static int Encode(Column column, SortColumn key, ulong[] codes)
    {
        if (column.MissingCount == column.Length)
        {
            return 0;
        }

        column.CopySortKeys(codes);
        bool complete = column.MissingCount == 0;
        ulong least = ulong.MaxValue, greatest = 0, differing = 0;
        for (int row = 0; row < codes.Length; row++)
        {
            if (complete || !column.IsMissing(row))
            {
                least = Math.Min(least, codes[row]);
                greatest = Math.Max(greatest, codes[row]);
            }
        }

        for (int row = 0; row < codes.Length; row++)
        {
            differing |= complete || !column.IsMissing(row) ? codes[row] - least : 0;
        }

        // Minutes in ticks of 100 nanoseconds have nine low bits that are always zero.
        int unused = differing == 0 ? 0 : BitOperations.TrailingZeroCount(differing);
        ulong top = (greatest - least) >> unused, before = !complete && key.MissingFirst ? 1UL : 0, missing = before == 1 ? 0 : top + 1;
        if (!complete && top == ulong.MaxValue)
        {
            return 65;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            ulong code = (codes[row] - least) >> unused;
            codes[row] = complete || !column.IsMissing(row) ? (key.Descending ? top - code : code) + before : missing;
        }

        return 64 - BitOperations.LeadingZeroCount(complete ? top : top + 1);
    }

    private static int[] Sort(ulong[] keys, int[] rows, ulong[] otherKeys, int bits)
    {
        int[] otherRows = new int[rows.Length];
        if (rows.Length < LeastBucketed || bits <= FirstBits)
        {
            ByDigits(keys, rows, otherKeys, otherRows);
            return rows;
        }

        int shift = bits - FirstBits;
        int[] starts = new int[(1 << FirstBits) + 1];
        foreach (ulong key in keys)
        {
            starts[(int)(key >> shift) + 1]++;
        }

        for (int bucket = 1; bucket < starts.Length; bucket++)
        {
            starts[bucket] += starts[bucket - 1];
        }

        int[] next = starts[..^1];
        for (int i = 0; i < keys.Length; i++)
        {
            int to = next[(int)(keys[i] >> shift)]++;
            otherKeys[to] = keys[i];
            otherRows[to] = rows[i];
        }

        ParallelLoop.For(next.Length, Environment.ProcessorCount, bucket =>
        {
            int first = starts[bucket], count = starts[bucket + 1] - first;
            Span<ulong> ownKeys = otherKeys.AsSpan(first, count);
            Span<int> ownRows = otherRows.AsSpan(first, count);
            if (count <= Short)
            {
                ByInsertion(ownKeys, ownRows);
            }
            else
            {
                ByDigits(ownKeys, ownRows, keys.AsSpan(first, count), rows.AsSpan(first, count));
            }
        });
        return otherRows;
    }

    private static void ByInsertion(Span<ulong> keys, Span<int> rows)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int row = rows[i], at = i;
            while (at > 0 && keys[at - 1] > key)
            {
                keys[at] = keys[at - 1];
                rows[at] = rows[--at];
            }

            keys[at] = key;
            rows[at] = row;
        }
    }

    /// <summary>Sorts keys and the rows beside them, byte by byte from the lowest; bytes that all keys share are skipped.</summary>
    internal static void ByDigits(Span<ulong> keys, Span<int> rows, Span<ulong> otherKeys, Span<int> otherRows)
    {
        ulong any = 0, all = ulong.MaxValue;
        foreach (ulong key in keys)
        {
            any |= key;
            all &= key;
        }

        ulong differing = any & ~all;
        Span<ulong> fromKeys = keys, toKeys = otherKeys;
        Span<int> fromRows = rows, toRows = otherRows;
        Span<int> starts = stackalloc int[256];
        for (int shift = 0; shift < 64; shift += 8)
        {
            if ((byte)(differing >> shift) == 0)
            {
                continue;
            }

            starts.Clear();
            foreach (ulong key in fromKeys)
            {
                starts[(byte)(key >> shift)]++;
            }

            int sum = 0;
            for (int digit = 0; digit < 256; digit++)
            {
                (starts[digit], sum) = (sum, sum + starts[digit]);
            }

            for (int i = 0; i < fromKeys.Length; i++)
            {
                int to = starts[(byte)(fromKeys[i] >> shift)]++;
                toKeys[to] = fromKeys[i];
                toRows[to] = fromRows[i];
            }

            Span<ulong> spareKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = spareKeys;
            Span<int> spareRows = fromRows;
            fromRows = toRows;
            toRows = spareRows;
        }

        if (fromRows != rows)
        {
            fromKeys.CopyTo(keys);
            fromRows.CopyTo(rows);
        }
    }
}
