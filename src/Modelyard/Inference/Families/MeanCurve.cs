using Modelyard.Linear;

namespace Modelyard.Inference;

/// <summary>Computes means of weighted sums and back, for the links of regressions; all but one are those of the models that predict.</summary>
internal static class MeanCurve
{
    private const double Least = 1e-300;

    /// <summary>Computes the mean.</summary>
    internal static double Mean(RegressionLink link, double sum) =>
        link == RegressionLink.InverseSquared ? 1 / Math.Sqrt(Math.Max(sum, Least)) : LinkCurve.Mean(Function(link), sum);

    /// <summary>Computes one less the mean; of a share with all its digits.</summary>
    internal static double Rest(RegressionLink link, double sum, double mean) =>
        link >= RegressionLink.Logit ? LinkCurve.Rest(Function(link), sum) : 1 - mean;

    /// <summary>Computes the derivative of the mean by the sum.</summary>
    internal static double Slope(RegressionLink link, double sum, double mean) =>
        link == RegressionLink.InverseSquared ? -0.5 * mean * mean * mean : LinkCurve.Slopes(Function(link), sum, mean).First;

    /// <summary>Computes the second derivative of the mean by the sum.</summary>
    internal static double Bend(RegressionLink link, double sum, double mean) =>
        link == RegressionLink.InverseSquared ? 0.75 * Math.Pow(mean, 5) : LinkCurve.Slopes(Function(link), sum, mean).Second;

    /// <summary>Computes the sum that belongs to a mean.</summary>
    internal static double Sum(RegressionLink link, double mean) =>
        link == RegressionLink.InverseSquared ? 1 / (mean * mean) : LinkCurve.Sum(Function(link), mean);

    /// <summary>Determines whether a sum has a mean at all.</summary>
    internal static bool IsInRange(RegressionLink link, double sum) =>
        double.IsFinite(sum) && (link is not (RegressionLink.Inverse or RegressionLink.InverseSquared) || sum > 0);

    private static LinkFunction Function(RegressionLink link) => link switch
    {
        RegressionLink.Identity => LinkFunction.Identity,
        RegressionLink.Log => LinkFunction.Log,
        RegressionLink.Inverse => LinkFunction.Inverse,
        RegressionLink.Logit => LinkFunction.Logit,
        RegressionLink.Probit => LinkFunction.Probit,
        _ => LinkFunction.ComplementaryLogLog,
    };
}
