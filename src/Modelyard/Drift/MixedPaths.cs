namespace Modelyard.Drift;

/// <summary>Counts the ways to mix two samples as paths over a grid, a step for each row.</summary>
internal static class MixedPaths
{
    /// <summary>Computes the share of paths that somewhere are so far from the diagonal, or farther.</summary>
    /// <param name="rows">The number of rows of the first sample.</param>
    /// <param name="others">The number of rows of the second sample.</param>
    /// <param name="distance">The distance, in parts of one over the product of both numbers.</param>
    /// <remarks>Shares are added and never taken off each other, so that small ones have all their digits. What is far from the diagonal is not looked at.</remarks>
    internal static double Leave(int rows, int others, long distance)
    {
        if (distance <= 0)
        {
            return 1;
        }

        // The share of the paths to each place of a row that have left; 1 beyond the distance.
        double[] left = new double[others + 1];
        Array.Fill(left, 1);
        for (long i = 0; i <= rows; i++)
        {
            long low = Math.Max(0, FloorDivide((i * others) - distance, rows) + 1), high = Math.Min(others, CeilingDivide((i * others) + distance, rows) - 1);
            if (low > 0)
            {
                left[low - 1] = 1;
            }

            for (long j = low; j <= high; j++)
            {
                left[j] = i + j == 0 ? 0
                    : ((i == 0 ? 0 : left[j] * i) + (j == 0 ? 0 : left[j - 1] * j)) / (i + j);
            }
        }

        return left[others];
    }

    private static long FloorDivide(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);

    private static long CeilingDivide(long value, long by) => -FloorDivide(-value, by);
}
