using Modelyard.Charts.Scales;
using Modelyard.Numerics;

namespace Modelyard.Charts;

/// <summary>Represents how many values fall between neighbouring edges.</summary>
/// <param name="Edges">The edges in ascending order, one more than there are counts.</param>
/// <param name="Counts">The number of values in each bin.</param>
public sealed record HistogramBins(IReadOnlyList<double> Edges, IReadOnlyList<long> Counts)
{
    /// <summary>Counts values in bins with round edges.</summary>
    /// <remarks>The width follows Freedman and Diaconis (1981), kept between 8 and <paramref name="mostBins"/> bins.</remarks>
    /// <param name="values">The values; those that are not finite are left out.</param>
    /// <param name="mostBins">The greatest number of bins wished for.</param>
    /// <returns>The bins; empty where there is no finite value.</returns>
    public static HistogramBins Of(IReadOnlyList<double> values, int mostBins = 40)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
        {
            return new HistogramBins([], []);
        }

        var scale = new LinearScale(sorted[0], sorted[^1]);
        double length = scale.Maximum - scale.Minimum;
        double spread = SortedQuantile.Of(sorted, 0.75) - SortedQuantile.Of(sorted, 0.25);
        double wished = 2 * spread / Math.Cbrt(sorted.Length);
        double bins = wished > 0 ? Math.Clamp(length / wished, Math.Min(8, mostBins), mostBins) : Math.Min(12, mostBins);
        double step = RoundStep(length / bins);
        double first = Math.Floor(scale.Minimum / step);
        int count = Math.Clamp((int)(Math.Floor(scale.Maximum / step) - first) + 1, 1, 4 * Math.Max(mostBins, 8));
        double[] edges = new double[count + 1];
        long[] counts = new long[count];
        for (int i = 0; i <= count; i++)
        {
            edges[i] = (first + i) * step;
        }

        foreach (double value in sorted)
        {
            counts[Math.Clamp((int)(Math.Floor(value / step) - first), 0, count - 1)]++;
        }

        return new HistogramBins(edges, counts);
    }

    private static double RoundStep(double step)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(step)));
        double lead = step / unit;
        return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * unit;
    }
}
