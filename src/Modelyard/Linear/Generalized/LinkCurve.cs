using Modelyard.Probability;

namespace Modelyard.Linear;

/// <summary>Computes what links are made of: the mean that belongs to a sum of features, and back.</summary>
internal static class LinkCurve
{
    // Keeps means far from the training rows finite.
    private const double GreatestExponent = 700;
    private const double Least = 1e-300;

    /// <summary>Computes the mean.</summary>
    internal static double Mean(LinkFunction link, double sum) => link switch
    {
        LinkFunction.Identity => sum,
        LinkFunction.Log => Math.Exp(Math.Clamp(sum, -GreatestExponent, GreatestExponent)),
        LinkFunction.Inverse => 1 / Math.Max(sum, Least),
        LinkFunction.Logit => Sigmoid(sum),
        LinkFunction.Probit => Normal.Cumulative(sum),
        _ => -SpecialFunctions.ExpMinusOne(-Math.Exp(Math.Min(sum, GreatestExponent))),
    };

    /// <summary>Computes one less the mean of a share, with all its digits where it is small.</summary>
    internal static double Rest(LinkFunction link, double sum) => link switch
    {
        LinkFunction.Logit => Sigmoid(-sum),
        LinkFunction.Probit => Normal.Cumulative(-sum),
        _ => Math.Exp(-Math.Exp(Math.Min(sum, GreatestExponent))),
    };

    /// <summary>Computes the first and the second derivative of the mean by the sum.</summary>
    internal static (double First, double Second) Slopes(LinkFunction link, double sum, double mean)
    {
        switch (link)
        {
            case LinkFunction.Identity:
                return (1, 0);
            case LinkFunction.Log:
                return (mean, mean);
            case LinkFunction.Inverse:
                return (-mean * mean, 2 * mean * mean * mean);
            case LinkFunction.Logit:
                double slope = mean * Sigmoid(-sum);
                return (slope, slope * (1 - (2 * mean)));
            case LinkFunction.Probit:
                double density = Normal.Density(sum);
                return (density, -sum * density);
            default:
                double power = Math.Exp(Math.Min(sum, GreatestExponent)), first = Math.Exp(sum - power);
                return (first, first * (1 - power));
        }
    }

    /// <summary>Computes the sum that belongs to a mean.</summary>
    internal static double Sum(LinkFunction link, double mean) => link switch
    {
        LinkFunction.Identity => mean,
        LinkFunction.Log => Math.Log(mean),
        LinkFunction.Inverse => 1 / mean,
        LinkFunction.Logit => Math.Log(mean / (1 - mean)),
        LinkFunction.Probit => Normal.Quantile(mean),
        _ => Math.Log(-Math.Log(1 - mean)),
    };

    private static double Sigmoid(double x)
    {
        double small = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
