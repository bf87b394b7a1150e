using Modelyard.Drift;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how likely a count is beside those of the windows before: of few rows a law of normal values knows nothing.</summary>
/// <remarks>
/// Counts are those of Poisson's law whose rate the windows before have told, and wider by as much as they have varied more than it says (a quasi-Poisson law): the next one has a negative binomial law.
/// Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.6, with the prior of Jeffreys; McCullagh and Nelder (1989), Generalized Linear Models, section 6.2, for the spread.
/// </remarks>
internal static class CountLaw
{
    private const double PriorShape = 0.5;

    /// <summary>Computes the chance of a count so great, or greater; with both ways of one so far off on either side.</summary>
    /// <param name="count">The count.</param>
    /// <param name="before">Those of the windows before, at least two.</param>
    /// <param name="bothWays">Whether one that is small counts too.</param>
    internal static double Chance(double count, IReadOnlyList<double> before, bool bothWays)
    {
        double mean = before.Average(), variance = before.Sum(one => (one - mean) * (one - mean)) / (before.Count - 1), spread = mean > 0 ? Math.Max(1, variance / mean) : 1;
        double shape = (before.Sum() / spread) + PriorShape, share = before.Count / (before.Count + 1.0), scaled = count / spread;
        double atLeast = scaled > 0 ? SpecialFunctions.Beta(scaled, shape, 1 - share) : 1;
        return bothWays ? Math.Min(1, 2 * Math.Min(atLeast, SpecialFunctions.Beta(shape, scaled + 1, share))) : atLeast;
    }

    /// <summary>Computes the chance that so great a share of rows have something, or a greater one, where it is as in the windows before.</summary>
    /// <param name="share">The share.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="before">The shares and the rows of the windows before.</param>
    internal static double Chance(double share, double rows, IReadOnlyList<(double Share, double Rows)> before) =>
        ExactCounts.AtLeast(Math.Round(share * rows), Math.Round(rows), before.Sum(one => Math.Round(one.Share * one.Rows)), before.Sum(one => Math.Round(one.Rows)));
}
