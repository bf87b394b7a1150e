namespace Modelyard.Explanation.Anchors;

/// <summary>Computes bounds of a share by the divergence of Kullback and Leibler.</summary>
/// <remarks>Source: Kaufmann and Kalyanakrishnan (2013), Information complexity in bandit subset selection, COLT.</remarks>
internal static class BernoulliBounds
{
    private const double Growth = 1.1;
    private const double Constant = 405.5;
    private const int Halvings = 40;

    /// <summary>Computes how far the bounds of several shares reach, which hold together at every step.</summary>
    /// <param name="shares">The number of shares.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="risk">The risk that one of them fails.</param>
    internal static double Reach(int shares, int step, double risk)
    {
        double reach = Math.Log(Constant * shares * Math.Pow(step, Growth) / risk);
        return reach + Math.Log(reach);
    }

    /// <summary>Computes the greatest share that the observed one does not refute.</summary>
    internal static double Upper(double share, double reach) => Bound(share, 1, reach);

    /// <summary>Computes the least share that the observed one does not refute.</summary>
    internal static double Lower(double share, double reach) => Bound(share, 0, reach);

    /// <summary>Computes the divergence of a share from another.</summary>
    internal static double Divergence(double share, double other) => Term(share, other) + Term(1 - share, 1 - other);

    private static double Bound(double share, double end, double reach)
    {
        double inside = share, outside = end;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = Divergence(share, middle) > reach ? (inside, middle) : (middle, outside);
        }

        return inside;
    }

    private static double Term(double share, double other) => share == 0 ? 0 : other == 0 ? double.PositiveInfinity : share * Math.Log(share / other);
}
