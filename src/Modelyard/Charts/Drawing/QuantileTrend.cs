using Modelyard.Numerics;

namespace Modelyard.Charts.Drawing;

/// <summary>Represents the median and the middle 80 % of points in groups of equal size along the horizontal axis.</summary>
internal sealed record QuantileTrend(
    IReadOnlyList<(double X, double Y)> Low, IReadOnlyList<(double X, double Y)> Median, IReadOnlyList<(double X, double Y)> High)
{
    /// <summary>The least number of points that have a trend: two groups.</summary>
    internal const int LeastPoints = 2 * LeastMembers;

    private const int MostGroups = 16;
    private const int LeastMembers = 12;

    public static QuantileTrend Along(IReadOnlyList<(double X, double Y)> points)
    {
        (double X, double Y)[] sorted = [.. points.OrderBy(point => point.X).ThenBy(point => point.Y)];
        int[] cuts = Cuts(sorted.Length);
        var low = new List<(double X, double Y)>();
        var median = new List<(double X, double Y)>();
        var high = new List<(double X, double Y)>();
        for (int group = 0; group + 1 < cuts.Length; group++)
        {
            (int start, int end) = (cuts[group], cuts[group + 1]);
            double[] heights = [.. sorted[start..end].Select(point => point.Y).Order()];
            double x = sorted[(start + end) / 2].X;
            low.Add((x, SortedQuantile.Of(heights, 0.1)));
            median.Add((x, SortedQuantile.Of(heights, 0.5)));
            high.Add((x, SortedQuantile.Of(heights, 0.9)));
        }

        return new QuantileTrend(low, median, high);
    }

    // Groups of equal size, with the first and the last halved while they hold enough: tails are long and thin.
    private static int[] Cuts(int count)
    {
        int groups = Math.Clamp(count / LeastMembers, 0, MostGroups);
        var cuts = new SortedSet<int>();
        for (int group = 0; group <= groups && groups > 0; group++)
        {
            cuts.Add((int)((long)count * group / groups));
        }

        for (int size = groups > 0 ? count / groups / 2 : 0; size >= 2 * LeastMembers; size /= 2)
        {
            cuts.Add(size);
            cuts.Add(count - size);
        }

        return [.. cuts];
    }
}
