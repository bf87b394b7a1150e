using Modelyard.Drift;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Computes a distance of counts and how likely such a one is where nothing has changed.</summary>
internal static class MeasuredShares
{
    private const int Draws = 10_000;

    internal static TwoSampleTest Of(DriftMeasure measure, ColumnShares shares)
    {
        double[] first = shares.Reference, second = shares.Current;
        return measure switch
        {
            DriftMeasure.ChiSquared => CountTests.ChiSquared(first, second),
            DriftMeasure.G => CountTests.G(first, second),
            DriftMeasure.PopulationStability => Divergence("PSI", CountDistances.PopulationStability(first, second), 1, shares),
            DriftMeasure.JensenShannon => Divergence("Jensen-Shannon", CountDistances.JensenShannon(first, second), 8, shares),
            DriftMeasure.Hellinger => Divergence("Hellinger", CountDistances.Hellinger(first, second), 8, shares),
            _ => Simulated("total variation", CountDistances.TotalVariation(first, second), shares, gaps => Sum(gaps, Math.Abs) / 2),
        };
    }

    /// <summary>Says how likely a distance of numbers is, by the points at which their shares were counted.</summary>
    /// <param name="name">The name of the measure.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="shares">The counts in bins.</param>
    /// <param name="widths">The widths between the ends of the bins, one fewer than there are bins.</param>
    /// <param name="of">What is summed up of each difference of the shares up to a point.</param>
    /// <param name="final">What is made of the sum.</param>
    internal static TwoSampleTest Integral(string name, double distance, ColumnShares shares, double[] widths, Func<double, double> of, Func<double, double> final) => Simulated(name, distance, shares, gaps =>
    {
        double sum = 0, up = 0;
        for (int bin = 0; bin < widths.Length; bin++)
        {
            up += gaps[bin];
            sum += widths[bin] * of(up);
        }

        return final(sum);
    });

    /// <summary>Says how likely a divergence is that near 0 is the statistic of Pearson's test over a factor.</summary>
    /// <remarks>Source: Menéndez, Morales, Pardo and Pardo (1995), Asymptotic Behaviour and Statistical Applications of Divergence Measures in Multinomial Populations, Statistical Papers 36; for PSI Yurdakul and Naranjo (2020), Journal of Risk Model Validation 14(4).</remarks>
    private static TwoSampleTest Divergence(string name, double distance, double factor, ColumnShares shares)
    {
        int levels = shares.Reference.Zip(shares.Current, (one, other) => one + other).Count(both => both > 0);
        double size = factor == 1 ? distance : distance * distance, error = (1 / shares.Reference.Sum()) + (1 / shares.Current.Sum());
        return levels < 2 || double.IsNaN(distance) ? TwoSampleTest.Undefined(name) : new TwoSampleTest(name, distance, new ChiSquare(levels - 1).Upper(factor * size / error));
    }

    /// <summary>Says how likely a distance is by drawing the differences of shares that chance makes.</summary>
    private static TwoSampleTest Simulated(string name, double distance, ColumnShares shares, Func<double[], double> of)
    {
        double rows = shares.Reference.Sum(), others = shares.Current.Sum(), all = rows + others;
        if (double.IsNaN(distance) || rows == 0 || others == 0)
        {
            return TwoSampleTest.Undefined(name);
        }

        // Counts of one law have differences that are normal, as great as the root of a share, and add up to nothing.
        double[] share = [.. shares.Reference.Zip(shares.Current, (one, other) => (one + other) / all)], gaps = new double[share.Length];
        double error = Math.Sqrt((1 / rows) + (1 / others));
        int reached = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            var random = new RandomStream(0, (ulong)draw);
            double drift = 0;
            for (int level = 0; level < gaps.Length; level++)
            {
                gaps[level] = Math.Sqrt(share[level]) * random.NextGaussian();
                drift += gaps[level];
            }

            for (int level = 0; level < gaps.Length; level++)
            {
                gaps[level] = error * (gaps[level] - (share[level] * drift));
            }

            reached += of(gaps) >= distance * (1 - 1e-12) ? 1 : 0;
        }

        return new TwoSampleTest(name, distance, (reached + 1.0) / (Draws + 1));
    }

    private static double Sum(double[] gaps, Func<double, double> of)
    {
        double sum = 0;
        foreach (double gap in gaps)
        {
            sum += of(gap);
        }

        return sum;
    }
}
