using System.Buffers;
using System.Runtime.InteropServices;

namespace Modelyard.Metrics;

/// <summary>Represents rows in descending order of a score, with the runs of rows whose scores are equal.</summary>
/// <remarks>Sorted once, it serves every reweighting of the rows: what makes a bootstrap of a ranking metric quick (bench row roc_auc_1m).</remarks>
internal sealed class RankedScores
{
    private const int Bits = 11, Buckets = 1 << Bits, Passes = 6;
    private const int SmallCount = 2048;
    private readonly int[] _order;
    private readonly int[] _ends;

    private RankedScores(int[] order, int[] ends)
    {
        _order = order;
        _ends = ends;
    }

    /// <summary>Gets the rows, the highest score first; equal scores in the order of the rows.</summary>
    internal ReadOnlySpan<int> Order => _order;

    /// <summary>Gets the exclusive end of each run of equal scores, as a position in <see cref="Order"/>.</summary>
    internal ReadOnlySpan<int> Ends => _ends;

    /// <summary>Ranks scores.</summary>
    /// <param name="scores">The scores.</param>
    /// <returns>The ranking; null if a score is NaN.</returns>
    internal static RankedScores? Of(ReadOnlySpan<double> scores)
    {
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(scores.Length);
        int[] order = new int[scores.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
            {
                ArrayPool<ulong>.Shared.Return(keys);
                return null;
            }

            keys[row] = Key(scores[row]);
            order[row] = row;
        }

        Span<ulong> sorted = keys.AsSpan(0, scores.Length);
        if (scores.Length <= SmallCount)
        {
            SortSmall(sorted, order);
        }
        else
        {
            RadixSort(sorted, order);
        }

        int[] ends = Runs(sorted);
        ArrayPool<ulong>.Shared.Return(keys);
        return new RankedScores(order, ends);
    }

    // The bits of a double, as an unsigned integer that falls as the double rises; both zeros are one.
    private static ulong Key(double score)
    {
        long bits = BitConverter.DoubleToInt64Bits(score + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue)) ^ ulong.MaxValue;
    }

    private static void SortSmall(Span<ulong> keys, Span<int> order)
    {
        keys.Sort(order);

        // Array sorting is not stable; the runs of equals are brought back to the order of the rows.
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            order[start..end].Sort();
            start = end;
        }
    }

    // Least significant digit first, stable; a digit that is the same in every key costs no pass.
    private static void RadixSort(Span<ulong> keys, Span<int> order)
    {
        int[] counts = new int[Passes * Buckets];
        foreach (ulong key in keys)
        {
            for (int pass = 0; pass < Passes; pass++)
            {
                counts[(pass * Buckets) + (int)((key >> (pass * Bits)) & (Buckets - 1))]++;
            }
        }

        ulong[] otherKeys = ArrayPool<ulong>.Shared.Rent(keys.Length);
        int[] otherOrder = ArrayPool<int>.Shared.Rent(keys.Length);
        Span<ulong> fromKeys = keys, toKeys = otherKeys.AsSpan(0, keys.Length);
        Span<int> fromOrder = order, toOrder = otherOrder.AsSpan(0, keys.Length);
        for (int pass = 0; pass < Passes; pass++)
        {
            Span<int> starts = counts.AsSpan(pass * Buckets, Buckets);
            if (starts[(int)((keys[0] >> (pass * Bits)) & (Buckets - 1))] == keys.Length)
            {
                continue;
            }

            int sum = 0;
            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                (starts[bucket], sum) = (sum, sum + starts[bucket]);
            }

            for (int i = 0; i < fromKeys.Length; i++)
            {
                ulong key = fromKeys[i];
                int to = starts[(int)((key >> (pass * Bits)) & (Buckets - 1))]++;
                toKeys[to] = key;
                toOrder[to] = fromOrder[i];
            }

            Span<ulong> swapKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = swapKeys;
            Span<int> swapOrder = fromOrder;
            fromOrder = toOrder;
            toOrder = swapOrder;
        }

        if (!MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(fromKeys), 1).Overlaps(keys))
        {
            fromKeys.CopyTo(keys);
            fromOrder.CopyTo(order);
        }

        ArrayPool<ulong>.Shared.Return(otherKeys);
        ArrayPool<int>.Shared.Return(otherOrder);
    }

    private static int[] Runs(ReadOnlySpan<ulong> keys)
    {
        int runs = keys.Length > 0 ? 1 : 0;
        for (int i = 1; i < keys.Length; i++)
        {
            runs += keys[i] != keys[i - 1] ? 1 : 0;
        }

        int[] ends = new int[runs];
        int at = 0;
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i] != keys[i - 1])
            {
                ends[at++] = i;
            }
        }

        if (runs > 0)
        {
            ends[at] = keys.Length;
        }

        return ends;
    }
}
