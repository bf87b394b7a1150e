using System.Numerics;

namespace Modelyard.Drift;

/// <summary>Counts the ways to mix two small samples by the squared distances of their shares.</summary>
internal static class MixedRanks
{
    /// <summary>Computes the share of ways that have so great a sum of squares, or a greater one.</summary>
    /// <param name="rows">The number of rows of the first sample.</param>
    /// <param name="others">The number of rows of the second sample.</param>
    /// <param name="ranks">The weighted squares of ranks less their places, of both samples.</param>
    internal static double Reach(int rows, int others, double ranks)
    {
        long common = (long)rows * others / (long)BigInteger.GreatestCommonDivisor(rows, others), ofRow = common / rows, ofOther = common / others;
        double product = (double)rows * others;
        double least = Math.Floor((double)common * common * (rows + others) * ((6 * ranks) - (product * ((4 * product) - 1))) / (6 * product * product));

        // By the rows of the first sample that were taken, for each sum the number of ways to it.
        var ways = new Dictionary<long, double>[rows + 1];
        for (int j = 0; j <= others; j++)
        {
            for (int i = 0; i <= rows; i++)
            {
                var found = new Dictionary<long, double>();
                long step = (ofRow * i) - (ofOther * j);
                Add(found, j > 0 ? ways[i] : i == 0 ? new Dictionary<long, double> { [0] = 1 } : [], step * step);
                Add(found, i > 0 ? ways[i - 1] : [], step * step);
                ways[i] = found;
            }
        }

        return ways[rows].Where(way => way.Key >= least).Sum(way => way.Value) / ways[rows].Sum(way => way.Value);
    }

    private static void Add(Dictionary<long, double> sums, Dictionary<long, double> others, long more)
    {
        foreach ((long sum, double count) in others)
        {
            sums[sum + more] = sums.GetValueOrDefault(sum + more) + count;
        }
    }
}
