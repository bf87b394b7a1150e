using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Tests whether two samples of a number come from one law; NaN is left out.</summary>
public static class SampleTests
{
    private const int MostExact = 10_000;

    /// <summary>Compares two samples by the greatest distance of their shares up to a point.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test; its statistic is the distance, from 0 to 1.</returns>
    /// <remarks>
    /// Of up to 10,000 rows each the p-value counts all ways to mix two samples without ties, of more it is that of one sample of as much evidence; with ties it is too great rather than too small.
    /// Sources: Smirnov (1939), Bulletin of Moscow University 2; Hodges (1958), Arkiv för Matematik 3(43).
    /// </remarks>
    public static TwoSampleTest KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        const string Name = "Kolmogorov-Smirnov";
        var samples = new SortedSamples(first, second);
        if (samples.IsEmpty)
        {
            return TwoSampleTest.Undefined(Name);
        }

        double rows = samples.First.Length, others = samples.Second.Length, distance = 0;
        samples.ForEach((_, i, ofFirst, j, ofSecond) => distance = Math.Max(distance, Math.Abs(((i + ofFirst) / rows) - ((j + ofSecond) / others))));
        double chance = Math.Max(rows, others) <= MostExact
            ? MixedPaths.Leave((int)rows, (int)others, (long)Math.Round(distance * rows * others))
            : KolmogorovDistribution.Upper((long)Math.Round(rows * others / (rows + others)), distance);
        return new TwoSampleTest(Name, distance, chance);
    }

    /// <summary>Compares two samples by the squared distances of their shares at all points, those of the tails counting more.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test; its statistic is standardised: 0 is what one law gives on average.</returns>
    /// <remarks>
    /// Values that are the same count half on either side. The p-value is read off the table of Scholz and Stephens from 25 % to 0.1 %, and goes on from there as the limit does.
    /// Source: Scholz and Stephens (1987), K-Sample Anderson-Darling Tests, JASA 82(399).
    /// </remarks>
    public static TwoSampleTest AndersonDarling(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        const string Name = "Anderson-Darling";
        const int FewestRows = 4;
        var samples = new SortedSamples(first, second);
        if (samples.IsEmpty || samples.Rows < FewestRows || Math.Min(samples.First[0], samples.Second[0]) == Math.Max(samples.First[^1], samples.Second[^1]))
        {
            return TwoSampleTest.Undefined(Name);
        }

        double all = samples.Rows, rows = samples.First.Length, others = samples.Second.Length, sum = 0;
        samples.ForEach((_, i, ofFirst, j, ofSecond) =>
        {
            double same = ofFirst + ofSecond, before = i + j + (same / 2), spread = (before * (all - before)) - (all * same / 4);
            if (spread > 0)
            {
                double excess = (all * (i + (ofFirst / 2.0))) - (before * rows), otherExcess = (all * (j + (ofSecond / 2.0))) - (before * others);
                sum += same / all * ((excess * excess / rows) + (otherExcess * otherExcess / others)) / spread;
            }
        });
        double deviation = AndersonDarlingSpread.Of(rows, others), statistic = ((sum * (all - 1) / all) - 1) / deviation;
        return new TwoSampleTest(Name, statistic, AndersonDarlingSpread.Chance(statistic, deviation));
    }

    /// <summary>Compares two samples by the mean squared distance of their shares.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test.</returns>
    /// <remarks>
    /// Of up to 20 rows each the p-value counts all ways to mix two samples, of more it is that of the limit. Values that are the same have their mean rank.
    /// Sources: Anderson (1962), Annals of Mathematical Statistics 33(3); Xiao, Gordon and Yakovlev (2006), Journal of Statistical Software 17(8).
    /// </remarks>
    public static TwoSampleTest CramerVonMises(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        const string Name = "Cramer-von Mises";
        const int MostCounted = 20;
        var samples = new SortedSamples(first, second);
        if (samples.First.Length < 2 || samples.Second.Length < 2)
        {
            return TwoSampleTest.Undefined(Name);
        }

        double n = samples.First.Length, m = samples.Second.Length, ofFirst = 0, ofSecond = 0;
        samples.ForEach((_, i, own, j, other) =>
        {
            // The ranks of one value are those of its middle.
            double rank = i + j + ((own + other + 1) / 2.0);
            for (int k = 1; k <= own; k++)
            {
                ofFirst += (rank - i - k) * (rank - i - k);
            }

            for (int k = 1; k <= other; k++)
            {
                ofSecond += (rank - j - k) * (rank - j - k);
            }
        });
        double ranks = (n * ofFirst) + (m * ofSecond), product = n * m, all = n + m;
        double statistic = (ranks / (product * all)) - (((4 * product) - 1) / (6 * all));
        if (Math.Max(n, m) <= MostCounted)
        {
            return new TwoSampleTest(Name, statistic, MixedRanks.Reach((int)n, (int)m, ranks));
        }

        double mean = (1 + (1 / all)) / 6;
        double variance = (all + 1) * ((4 * product * all) - (3 * ((n * n) + (m * m))) - (2 * product)) / (45 * all * all * 4 * product);
        return new TwoSampleTest(Name, statistic, CramerVonMisesDistribution.Upper((1.0 / 6) + ((statistic - mean) / Math.Sqrt(45 * variance))));
    }
}
