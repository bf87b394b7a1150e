namespace Modelyard.Drift;

/// <summary>Tests whether two samples of a number come from one law; NaN is left out.</summary>
public static class SampleTests
{
    internal const int MostExact = 10_000;

    /// <summary>Compares two samples by the greatest distance of their shares up to a point.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test; its statistic is the distance, from 0 to 1.</returns>
    /// <remarks>
    /// Of up to 10,000 rows each the p-value counts all ways to mix two samples without ties, of more it is that of one sample of as much evidence; with ties it is too great rather than too small.
    /// Sources: Smirnov (1939), Bulletin of Moscow University 2; Hodges (1958), Arkiv för Matematik 3(43).
    /// </remarks>
    public static TwoSampleTest KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.KolmogorovSmirnov(new SortedSamples(first, second), MostExact);

    /// <summary>Compares two samples by the squared distances of their shares at all points, those of the tails counting more.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test; its statistic is standardised: 0 is what one law gives on average.</returns>
    /// <remarks>
    /// Values that are the same count half on either side. The p-value is read off the table of Scholz and Stephens from 25 % to 0.1 %, and goes on from there as the limit does.
    /// Source: Scholz and Stephens (1987), K-Sample Anderson-Darling Tests, JASA 82(399).
    /// </remarks>
    public static TwoSampleTest AndersonDarling(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.AndersonDarling(new SortedSamples(first, second));

    /// <summary>Compares two samples by the mean squared distance of their shares.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="second">The second sample.</param>
    /// <returns>The test.</returns>
    /// <remarks>
    /// Of up to 20 rows each the p-value counts all ways to mix two samples, of more it is that of the limit. Values that are the same have their mean rank.
    /// Sources: Anderson (1962), Annals of Mathematical Statistics 33(3); Xiao, Gordon and Yakovlev (2006), Journal of Statistical Software 17(8).
    /// </remarks>
    public static TwoSampleTest CramerVonMises(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => RankTests.CramerVonMises(new SortedSamples(first, second));
}
