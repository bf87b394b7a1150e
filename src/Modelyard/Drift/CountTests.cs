using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Drift;

/// <summary>Tests whether two samples of levels, or of numbers in the same bins, come from one law, by the counts of each.</summary>
public static class CountTests
{
    /// <summary>Compares counts by their squared distances from what one law would give.</summary>
    /// <param name="first">The counts of the first sample.</param>
    /// <param name="second">The counts of the second sample, of the same levels.</param>
    /// <returns>The test; of levels that neither has nothing is said.</returns>
    /// <remarks>Source: Pearson (1900), Philosophical Magazine 50(302), without a correction for few rows.</remarks>
    public static TwoSampleTest ChiSquared(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        Of("chi-squared", first, second, (count, expected) => (count - expected) * (count - expected) / expected);

    /// <summary>Compares counts by the logarithm of the ratio of likelihoods.</summary>
    /// <param name="first">The counts of the first sample.</param>
    /// <param name="second">The counts of the second sample, of the same levels.</param>
    /// <returns>The test; of levels that neither has nothing is said.</returns>
    /// <remarks>Source: Woolf (1957), Annals of Human Genetics 21(4).</remarks>
    public static TwoSampleTest G(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        Of("G", first, second, (count, expected) => count > 0 ? 2 * count * Math.Log(count / expected) : 0);

    internal static void Check(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"The first sample has counts of '{first.Length}' levels and the second of '{second.Length}'; they must be the same levels.", nameof(second));
        }

        CheckCounts(first);
        CheckCounts(second);
    }

    private static void CheckCounts(ReadOnlySpan<double> counts)
    {
        foreach (double count in counts)
        {
            if (!(count >= 0) || double.IsInfinity(count))
            {
                throw new ArgumentException($"A count is '{count}' and must be a number, 0 or greater.", nameof(counts));
            }
        }
    }

    private static TwoSampleTest Of(string name, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Func<double, double, double> term)
    {
        Check(first, second);
        double rows = VectorKernels.Sum(first), others = VectorKernels.Sum(second), statistic = 0;
        int levels = 0;
        for (int i = 0; i < first.Length && rows > 0 && others > 0; i++)
        {
            double both = first[i] + second[i];
            if (both > 0)
            {
                statistic += term(first[i], both * rows / (rows + others)) + term(second[i], both * others / (rows + others));
                levels++;
            }
        }

        return levels < 2 ? TwoSampleTest.Undefined(name) : new TwoSampleTest(name, statistic, new ChiSquare(levels - 1).Upper(statistic));
    }
}
