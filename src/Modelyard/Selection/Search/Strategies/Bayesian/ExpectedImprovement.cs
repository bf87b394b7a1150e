using Modelyard.Probability;

namespace Modelyard.Selection.Search;

/// <summary>Computes the logarithm of the improvement that is expected of a point, which stays of use where the improvement itself is too small for a number.</summary>
/// <remarks>Source: Ament, Daulton, Eriksson, Balandat and Bakshy (2023), Unexpected Improvements to Expected Improvement for Bayesian Optimization.</remarks>
internal static class ExpectedImprovement
{
    // Below, the two parts of the sum cancel to few digits, and the asymptotic series is exact to as many.
    private const double FarBelow = -20;

    /// <summary>Computes the logarithm of the expected improvement below the best value.</summary>
    /// <param name="mean">The mean of what is expected.</param>
    /// <param name="variance">Its variance, above 0.</param>
    /// <param name="best">The least value so far.</param>
    internal static double Log(double mean, double variance, double best)
    {
        double deviation = Math.Sqrt(variance), z = (best - mean) / deviation;
        if (z > FarBelow)
        {
            return Math.Log(deviation) + Math.Log(Normal.Density(z) + (z * Normal.Cumulative(z)));
        }

        double square = 1 / (z * z);
        double logDensity = (-0.5 * z * z) - (0.5 * Math.Log(2 * Math.PI));
        return Math.Log(deviation) + logDensity + Math.Log(square) + Math.Log(1 - (3 * square) + (15 * square * square));
    }
}
