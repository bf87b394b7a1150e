namespace Modelyard.Drift;

/// <summary>Measures how far two samples of a number are apart; NaN is left out.</summary>
public static class SampleDistances
{
    /// <summary>Computes the least work of moving the one sample onto the other: the area between their shares.</summary>
    /// <param name="first">The first sample, of finite numbers.</param>
    /// <param name="second">The second sample, of finite numbers.</param>
    /// <returns>The distance, in the unit of the numbers; NaN if a sample has no rows.</returns>
    /// <remarks>Source: Vallender (1974), Theory of Probability and Its Applications 18(4).</remarks>
    public static double Wasserstein(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Wasserstein(new SortedSamples(first, second));

    /// <summary>Computes the energy distance: the root of twice the squared distance of their shares, summed up over all points.</summary>
    /// <param name="first">The first sample, of finite numbers.</param>
    /// <param name="second">The second sample, of finite numbers.</param>
    /// <returns>The distance; NaN if a sample has no rows.</returns>
    /// <remarks>Source: Székely and Rizzo (2013), Journal of Statistical Planning and Inference 143(8).</remarks>
    public static double Energy(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Energy(new SortedSamples(first, second));

    internal static double Wasserstein(SortedSamples samples) => Integrate(samples, Math.Abs);

    internal static double Energy(SortedSamples samples) => Math.Sqrt(2 * Integrate(samples, gap => gap * gap));

    private static double Integrate(SortedSamples samples, Func<double, double> of)
    {
        if (samples.IsEmpty)
        {
            return double.NaN;
        }

        double rows = samples.First, others = samples.Second, area = 0, last = double.NaN, gap = 0;
        samples.ForEach((value, i, ofFirst, j, ofSecond) =>
        {
            area += double.IsNaN(last) ? 0 : of(gap) * (value - last);
            last = value;
            gap = ((i + ofFirst) / rows) - ((j + ofSecond) / others);
        });
        return area;
    }
}
