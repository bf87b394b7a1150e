using Modelyard.Drift;
using Modelyard.Probability;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how likely a count is beside those of the windows before: of few rows a law of normal values knows nothing.</summary>
/// <remarks>
/// Counts are those of Poisson's law whose rate the windows before have told, and whose rate varies between windows by as much as they have varied more than it says: the next one has a negative binomial law.
/// Source: Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.6, with the prior of Jeffreys; McCullagh and Nelder (1989), Generalized Linear Models, section 6.2.3, for rates that vary.
/// </remarks>
internal static class CountLaw
{
    private const double PriorShape = 0.5;

    /// <summary>Computes the chance of a count so far off, on either side.</summary>
    /// <param name="count">The count.</param>
    /// <param name="before">Those of the windows before, at least two.</param>
    internal static double Chance(double count, IReadOnlyList<double> before)
    {
        double mean = before.Average(), variance = before.Sum(one => (one - mean) * (one - mean)) / (before.Count - 1);
        return Chance(count, mean, before.Count, mean > 0 ? Math.Max(0, (variance - mean) / (mean * mean)) : 0);
    }

    /// <summary>Computes the chance of a count so far off, on either side.</summary>
    /// <param name="count">The count.</param>
    /// <param name="mean">The mean of the windows before.</param>
    /// <param name="windows">Their number.</param>
    /// <param name="beyond">The squared coefficient of variation of their rates, from 0 where all have one.</param>
    internal static double Chance(double count, double mean, double windows, double beyond)
    {
        // A rate that varies and is known from a few windows has a gamma law: of so many counts the squared coefficient of variation is one over them.
        double counts = (mean * windows) + PriorShape, shape = 1 / ((beyond * (1 + (1 / windows))) + (1 / counts)), rate = counts / windows, share = shape / (shape + rate);
        double atLeast = count > 0 ? SpecialFunctions.Beta(count, shape, 1 - share) : 1;
        return Math.Min(1, 2 * Math.Min(atLeast, SpecialFunctions.Beta(shape, count + 1, share)));
    }

    /// <summary>Computes the chance that so great a share of rows have something, or a greater one, where it is as in the windows before.</summary>
    /// <param name="share">The share.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="before">The shares and the rows of the windows before.</param>
    internal static double Chance(double share, double rows, IReadOnlyList<(double Share, double Rows)> before) =>
        ExactCounts.AtLeast(Math.Round(share * rows), Math.Round(rows), before.Sum(one => Math.Round(one.Share * one.Rows)), before.Sum(one => Math.Round(one.Rows)));
}
