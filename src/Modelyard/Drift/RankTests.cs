using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Tests whether two samples come from one law by the order of their values, be these numbers or bins.</summary>
internal static class RankTests
{
    internal static TwoSampleTest KolmogorovSmirnov(IMixedValues samples, double mostExact)
    {
        const string Name = "Kolmogorov-Smirnov";
        double rows = samples.First, others = samples.Second, distance = Distance(samples);
        if (double.IsNaN(distance))
        {
            return TwoSampleTest.Undefined(Name);
        }

        double chance = Math.Max(rows, others) <= mostExact
            ? MixedPaths.Leave((int)rows, (int)others, (long)Math.Round(distance * rows * others))
            : KolmogorovDistribution.Upper((long)Math.Round(rows * others / (rows + others)), distance);
        return new TwoSampleTest(Name, distance, chance);
    }

    /// <summary>Computes the greatest distance of the shares up to a value; NaN if a sample has no rows.</summary>
    internal static double Distance(IMixedValues samples)
    {
        double rows = samples.First, others = samples.Second, distance = 0;
        samples.ForEach((_, i, ofFirst, j, ofSecond) => distance = Math.Max(distance, Math.Abs(((i + ofFirst) / rows) - ((j + ofSecond) / others))));
        return rows == 0 || others == 0 ? double.NaN : distance;
    }

    internal static TwoSampleTest AndersonDarling(IMixedValues samples)
    {
        const string Name = "Anderson-Darling";
        const int FewestRows = 4;
        double rows = samples.First, others = samples.Second, all = rows + others, sum = 0;
        if (rows == 0 || others == 0 || all < FewestRows)
        {
            return TwoSampleTest.Undefined(Name);
        }

        int values = 0;
        samples.ForEach((_, i, ofFirst, j, ofSecond) =>
        {
            values++;
            double same = ofFirst + ofSecond, before = i + j + (same / 2), spread = (before * (all - before)) - (all * same / 4);
            if (spread > 0)
            {
                double excess = (all * (i + (ofFirst / 2.0))) - (before * rows), otherExcess = (all * (j + (ofSecond / 2.0))) - (before * others);
                sum += same / all * ((excess * excess / rows) + (otherExcess * otherExcess / others)) / spread;
            }
        });
        if (values < 2)
        {
            return TwoSampleTest.Undefined(Name);
        }

        double deviation = AndersonDarlingSpread.Of(rows, others), statistic = ((sum * (all - 1) / all) - 1) / deviation;
        return new TwoSampleTest(Name, statistic, AndersonDarlingSpread.Chance(statistic, deviation));
    }

    internal static TwoSampleTest CramerVonMises(IMixedValues samples)
    {
        const string Name = "Cramer-von Mises";
        const int MostCounted = 20;
        double n = samples.First, m = samples.Second, ofFirst = 0, ofSecond = 0;
        if (n < 2 || m < 2)
        {
            return TwoSampleTest.Undefined(Name);
        }

        samples.ForEach((_, i, own, j, other) =>
        {
            // The ranks of one value are those of its middle.
            double rank = i + j + ((own + other + 1) / 2.0);
            ofFirst += Squares(rank - i, own);
            ofSecond += Squares(rank - j, other);
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

    /// <summary>Computes the squares of a number less 1, 2 and so on up to a count, summed up: about their middle, so that nothing is lost where both are great.</summary>
    private static double Squares(double number, double count)
    {
        double middle = number - ((count + 1) / 2);
        return count * ((middle * middle) + (((count * count) - 1) / 12));
    }
}
