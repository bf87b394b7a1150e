using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Deals rows, shuffled, into equal shares that each hold every class, or every part of the target's range, in proportion.</summary>
internal static class RowOrder
{
    private const int RegressionStrata = 10;

    /// <summary>Orders rows such that every run of consecutive ones holds the strata in proportion.</summary>
    internal static int[] Stratified(Dataset data, ulong seed)
    {
        int[] strata = Strata(data);
        int[] shuffled = new RandomStream(seed).Permutation(data.RowCount);
        int[] counts = new int[strata.Length == 0 ? 0 : strata.Max() + 1];
        int[] ranks = new int[strata.Length];
        foreach (int row in shuffled)
        {
            ranks[row] = counts[strata[row]]++;
        }

        // The k-th row of a stratum of n stands at (k + 1/2) / n of the whole: strata interleave evenly.
        double[] places = new double[shuffled.Length];
        for (int i = 0; i < shuffled.Length; i++)
        {
            places[i] = (ranks[shuffled[i]] + 0.5) / counts[strata[shuffled[i]]];
        }

        int[] order = [.. Enumerable.Range(0, shuffled.Length)];
        Array.Sort(order, (left, right) => places[left] != places[right] ? places[left].CompareTo(places[right]) : left.CompareTo(right));
        return Array.ConvertAll(order, i => shuffled[i]);
    }

    private static int[] Strata(Dataset data)
    {
        if (data.Task == TaskKind.Classification)
        {
            return data.Labels.ToArray();
        }

        double[] target = data.Target.ToArray();
        int[] order = [.. Enumerable.Range(0, target.Length)];
        Array.Sort((double[])target.Clone(), order);
        int[] strata = new int[target.Length];
        for (int i = 0; i < order.Length; i++)
        {
            strata[order[i]] = (int)((long)i * RegressionStrata / order.Length);
        }

        return strata;
    }
}
