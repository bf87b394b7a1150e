namespace Modelyard.Probability;

/// <summary>Represents Student's t distribution.</summary>
public readonly record struct StudentT
{
    private const int MostSteps = 200;

    /// <summary>Initializes a distribution.</summary>
    /// <param name="degrees">The degrees of freedom, greater than 0; infinity is the normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not greater than 0.</exception>
    public StudentT(double degrees)
    {
        if (!(degrees > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, $"The degrees of freedom are '{degrees}' and must be greater than 0.");
        }

        Degrees = degrees;
    }

    /// <summary>Gets the degrees of freedom.</summary>
    public double Degrees { get; }

    /// <summary>Computes the cumulative distribution function.</summary>
    /// <param name="t">The point.</param>
    /// <returns>The probability of a number up to the point.</returns>
    public double Cumulative(double t) => t <= 0 ? Tail(-t) : 1 - Tail(t);

    /// <summary>Computes the probability of a number beyond the point on either side.</summary>
    /// <param name="t">The point, of either sign.</param>
    /// <returns>The probability, exact in the tails: the p-value of a two-sided test.</returns>
    public double TwoSided(double t) => 2 * Tail(Math.Abs(t));

    /// <summary>Computes the quantile function.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <returns>The point up to which numbers have that probability.</returns>
    /// <remarks>Newton's method between bounds that halve where it would leave them.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public double Quantile(double probability)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"The probability is '{probability}' and must be from 0 to 1.");
        }

        if (double.IsPositiveInfinity(Degrees))
        {
            return Normal.Quantile(probability);
        }

        return probability > 0.5 ? PointOfTail(1 - probability) : -PointOfTail(probability);
    }

    private double PointOfTail(double tail)
    {
        if (tail == 0)
        {
            return double.PositiveInfinity;
        }

        if (tail == 0.5)
        {
            return 0;
        }

        double low = 0, high = 1;
        while (Tail(high) > tail)
        {
            low = high;
            high *= 2;
        }

        double t = 0.5 * (low + high);
        for (int i = 0; i < MostSteps; i++)
        {
            double excess = Tail(t) - tail;
            (low, high) = excess > 0 ? (t, high) : (low, t);
            double next = t + (excess / Density(t));
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (Math.Abs(next - t) <= 1e-15 * next)
            {
                return next;
            }

            t = next;
        }

        return t;
    }

    private double Density(double t)
    {
        double logarithm = SpecialFunctions.LogGammaRatio(Degrees / 2, 0.5) - (0.5 * Math.Log(Degrees * Math.PI));
        return Math.Exp(logarithm - ((Degrees + 1) / 2 * SpecialFunctions.LogOnePlus(t * t / Degrees)));
    }

    private double Tail(double t)
    {
        if (double.IsNaN(t) || double.IsPositiveInfinity(t))
        {
            return double.IsNaN(t) ? t : 0;
        }

        if (double.IsPositiveInfinity(Degrees))
        {
            return Normal.Cumulative(-t);
        }

        double square = t * t;
        return 0.5 * SpecialFunctions.Beta(Degrees / 2, 0.5, Degrees / (Degrees + square), square / (Degrees + square));
    }
}
