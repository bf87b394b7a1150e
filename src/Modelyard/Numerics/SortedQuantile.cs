namespace Modelyard.Numerics;

/// <summary>Computes quantiles of sorted numbers.</summary>
internal static class SortedQuantile
{
    /// <summary>Computes a quantile by linear interpolation between the nearest two numbers.</summary>
    /// <param name="sorted">The numbers in ascending order, at least one.</param>
    /// <param name="share">The share of numbers below it, from 0 to 1.</param>
    /// <returns>The quantile. Source: Hyndman and Fan (1996), Sample Quantiles in Statistical Packages, method 7.</returns>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];

        // An infinite neighbour that has no part in the quantile would make it no number.
        return place == below || low.Equals(high) ? low : low + ((place - below) * (high - low));
    }
}
