namespace Modelyard.Numerics;

/// <summary>Ranks numbers; equal ones share the mean of their ranks.</summary>
internal static class MidRanks
{
    /// <summary>Computes the rank of each number, counted from 1.</summary>
    /// <param name="values">The numbers, none of them NaN.</param>
    internal static double[] Of(double[] values)
    {
        double[] sorted = (double[])values.Clone(), ranks = new double[values.Length];
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, order);
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = EndOfRun(sorted, first);
            for (int i = first; i < end; i++)
            {
                ranks[order[i]] = 0.5 * (first + end + 1);
            }
        }

        return ranks;
    }

    /// <summary>Computes the sum over runs of t equal numbers of t³ − t, by which tests on ranks correct for ties.</summary>
    /// <param name="values">The numbers, none of them NaN.</param>
    internal static double Ties(double[] values)
    {
        double[] sorted = (double[])values.Clone();
        Array.Sort(sorted);
        double ties = 0;
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = EndOfRun(sorted, first);
            double count = end - first;
            ties += (count * count * count) - count;
        }

        return ties;
    }

    private static int EndOfRun(double[] sorted, int first)
    {
        int end = first + 1;
        while (end < sorted.Length && sorted[end] == sorted[first])
        {
            end++;
        }

        return end;
    }
}
