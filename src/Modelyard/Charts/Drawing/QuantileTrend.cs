namespace Modelyard.Charts.Drawing;

/// <summary>Represents the median and the middle 80 % of points in groups of equal size along the horizontal axis.</summary>
internal sealed record QuantileTrend(
    IReadOnlyList<(double X, double Y)> Low, IReadOnlyList<(double X, double Y)> Median, IReadOnlyList<(double X, double Y)> High)
{
    private const int MostGroups = 16;
    private const int LeastMembers = 12;

    public static QuantileTrend Along(IReadOnlyList<(double X, double Y)> points)
    {
        (double X, double Y)[] sorted = [.. points.OrderBy(point => point.X).ThenBy(point => point.Y)];
        int groups = Math.Clamp(sorted.Length / LeastMembers, 0, MostGroups);
        var low = new List<(double X, double Y)>();
        var median = new List<(double X, double Y)>();
        var high = new List<(double X, double Y)>();
        for (int group = 0; group < groups; group++)
        {
            int start = (int)((long)sorted.Length * group / groups);
            int end = (int)((long)sorted.Length * (group + 1) / groups);
            double[] heights = [.. sorted[start..end].Select(point => point.Y).Order()];
            double x = sorted[(start + end) / 2].X;
            low.Add((x, Quantile(heights, 0.1)));
            median.Add((x, Quantile(heights, 0.5)));
            high.Add((x, Quantile(heights, 0.9)));
        }

        return new QuantileTrend(low, median, high);
    }

    /// <summary>Computes a quantile of sorted values by linear interpolation between the nearest two.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
