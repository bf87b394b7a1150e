using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Compares two estimators by one score of each on several data sets, by the ranks of their differences.</summary>
/// <remarks>
/// Data sets of different difficulty weigh alike, and no law of the scores is assumed. Equal scores are left out. Up to 50 differences without ties the p-value is exact,
/// else by the normal law. Source: Wilcoxon (1945), Biometrics Bulletin 1; Demsar (2006), Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7.
/// </remarks>
public static class WilcoxonTest
{
    private const int MostExact = 50;

    /// <summary>Compares scores.</summary>
    /// <param name="first">The score of the first estimator on each data set.</param>
    /// <param name="second">The score of the second.</param>
    /// <returns>The outcome; the difference is the median one, and the statistic the smaller sum of ranks.</returns>
    /// <exception cref="ModelyardException">There are not as many scores, there are none, or one is not a number.</exception>
    public static TestOutcome Compare(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] all = PairedScores.Differences(first, second, 1);
        double[] differences = Array.FindAll(all, difference => difference != 0);
        Array.Sort(differences, (left, right) => Math.Abs(left).CompareTo(Math.Abs(right)));
        double rising = 0, falling = 0, ties = 0;
        for (int start = 0, end; start < differences.Length; start = end)
        {
            end = start + 1;
            while (end < differences.Length && Math.Abs(differences[end]) == Math.Abs(differences[start]))
            {
                end++;
            }

            double rank = (start + 1 + end) / 2.0, count = end - start;
            ties += (count * count * count) - count;
            for (int i = start; i < end; i++)
            {
                rising += differences[i] > 0 ? rank : 0;
                falling += differences[i] < 0 ? rank : 0;
            }
        }

        double statistic = Math.Min(rising, falling);
        double chance = differences.Length == 0 ? 1
            : ties == 0 && differences.Length <= MostExact && differences.Length == all.Length ? Exact((int)statistic, differences.Length)
            : Approximate(statistic, differences.Length, ties);
        Array.Sort(all);
        double median = (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
        return new TestOutcome("Wilcoxon signed rank", median, statistic, Math.Min(1, chance));
    }

    /// <summary>Counts the ways to give ranks 1 to n a sign such that the positive ones sum up to at most the statistic.</summary>
    private static double Exact(int statistic, int count)
    {
        double[] ways = new double[(count * (count + 1) / 2) + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= count; rank++)
        {
            for (int sum = ways.Length - 1; sum >= rank; sum--)
            {
                ways[sum] += ways[sum - rank];
            }
        }

        double below = 0;
        for (int sum = 0; sum <= statistic; sum++)
        {
            below += ways[sum];
        }

        return 2 * below / Math.Pow(2, count);
    }

    private static double Approximate(double statistic, int count, double ties)
    {
        double mean = count * (count + 1) / 4.0, variance = ((count * (count + 1.0) * ((2 * count) + 1)) - (ties / 2)) / 24;
        return 2 * Normal.Cumulative((statistic - mean) / Math.Sqrt(variance));
    }
}
