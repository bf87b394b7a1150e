namespace Modelyard.Drift;

/// <summary>Tests whether two samples of a number come from one law, by how many rows of each are in the same bins: the tests of <see cref="SampleTests"/> where the rows themselves were not kept.</summary>
/// <remarks>
/// Bins that were chosen by one of the samples, or before, never make a difference seem greater than the rows would. With values of several rows in a bin the p-values of Kolmogorov and Smirnov are too great rather than too small.
/// </remarks>
public static class BinTests
{
    // Counting all ways takes as many steps as both numbers multiplied: a millisecond of this many rows each, a tenth of a second of ten times as many.
    private const int MostExact = 1_000;

    /// <summary>Compares counts by the greatest distance of their shares up to the end of a bin.</summary>
    /// <param name="first">The counts of the first sample, bins in ascending order.</param>
    /// <param name="second">The counts of the second sample, of the same bins.</param>
    /// <returns>The test; its statistic is the distance, from 0 to 1.</returns>
    public static TwoSampleTest KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.KolmogorovSmirnov(new OrderedCounts(first, second), MostExact);

    /// <summary>Compares counts by the squared distances of their shares, those of the tails counting more.</summary>
    /// <param name="first">The counts of the first sample, bins in ascending order.</param>
    /// <param name="second">The counts of the second sample, of the same bins.</param>
    /// <returns>The test; its statistic is standardised: 0 is what one law gives on average.</returns>
    public static TwoSampleTest AndersonDarling(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.AndersonDarling(new OrderedCounts(first, second));

    /// <summary>Compares counts by the mean squared distance of their shares.</summary>
    /// <param name="first">The counts of the first sample, bins in ascending order.</param>
    /// <param name="second">The counts of the second sample, of the same bins.</param>
    /// <returns>The test.</returns>
    public static TwoSampleTest CramerVonMises(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.CramerVonMises(new OrderedCounts(first, second));
}
