using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Compares two estimators by one score of each on several data sets, by the ranks of their differences.</summary>
/// <remarks>
/// Data sets of different difficulty weigh alike, and no law of the scores is assumed. Equal scores are left out, and differences that are equal but for rounding share a rank, as scores
/// are often told with few decimals. Up to 50 differences the p-value is exact, by counting the signs that these ranks could have had; else it is by the normal law.
/// Source: Wilcoxon (1945), Biometrics Bulletin 1; Pratt and Gibbons (1981), Concepts of Nonparametric Theory, chapter 3, for ties; Demsar (2006), Statistical Comparisons of Classifiers
/// over Multiple Data Sets, JMLR 7.
/// </remarks>
public static class WilcoxonTest
{
    private const int MostExact = 50;

    // 0.7 - 0.6 and 0.3 - 0.2 are not the same number, but the same difference.
    private const double Rounding = 1e-12;

    /// <summary>Compares scores.</summary>
    /// <param name="first">The score of the first estimator on each data set.</param>
    /// <param name="second">The score of the second.</param>
    /// <returns>The outcome; the difference is the median one, and the statistic the smaller sum of ranks.</returns>
    /// <exception cref="ModelyardException">There are not as many scores, there are none, or one is not a number.</exception>
    public static TestOutcome Compare(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] all = PairedScores.Differences(first, second, 1);
        double noise = Rounding * first.Concat(second).Max(Math.Abs);
        double[] differences = Array.FindAll(all, difference => Math.Abs(difference) > noise);
        Array.Sort(differences, (left, right) => Math.Abs(left).CompareTo(Math.Abs(right)));
        int[] doubled = DoubledRanks(differences, noise);
        int rising = 0, falling = 0;
        for (int i = 0; i < doubled.Length; i++)
        {
            rising += differences[i] > 0 ? doubled[i] : 0;
            falling += differences[i] < 0 ? doubled[i] : 0;
        }

        int statistic = Math.Min(rising, falling);
        double chance = doubled.Length <= MostExact ? Exact(statistic, doubled) : Approximate(statistic / 2.0, doubled);
        Array.Sort(all);
        double median = (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
        return new TestOutcome("Wilcoxon signed rank", median, statistic / 2.0, Math.Min(1, chance));
    }

    /// <summary>Ranks differences by size; equal ones share the mean of their ranks. Twice the rank is a whole number.</summary>
    private static int[] DoubledRanks(double[] sorted, double noise)
    {
        int[] ranks = new int[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && Math.Abs(sorted[end]) - Math.Abs(sorted[start]) <= noise)
            {
                end++;
            }

            ranks.AsSpan(start, end - start).Fill(start + 1 + end);
        }

        return ranks;
    }

    /// <summary>Counts the ways to give the ranks a sign such that the positive ones sum up to at most the statistic.</summary>
    private static double Exact(int statistic, int[] doubled)
    {
        double[] ways = new double[doubled.Sum() + 1];
        ways[0] = 1;
        foreach (int rank in doubled)
        {
            for (int sum = ways.Length - 1; sum >= rank; sum--)
            {
                ways[sum] += ways[sum - rank];
            }
        }

        return 2 * VectorKernels.Sum(ways.AsSpan(0, statistic + 1)) / Math.Pow(2, doubled.Length);
    }

    /// <summary>Takes the normal law with the mean and the variance that signs by chance would give.</summary>
    private static double Approximate(double statistic, int[] doubled)
    {
        double mean = doubled.Sum() / 4.0, variance = doubled.Sum(rank => (double)rank * rank) / 16;
        return 2 * Normal.Cumulative((statistic - mean) / Math.Sqrt(variance));
    }
}
