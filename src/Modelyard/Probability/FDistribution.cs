namespace Modelyard.Probability;

/// <summary>Represents Fisher's F distribution: that of the ratio of two independent mean squares.</summary>
public readonly record struct FDistribution
{
    /// <summary>Initializes a distribution.</summary>
    /// <param name="numerator">The degrees of freedom of the upper mean square, finite and greater than 0.</param>
    /// <param name="denominator">The degrees of freedom of the lower mean square, greater than 0; infinity is a chi-square over its degrees.</param>
    /// <exception cref="ArgumentOutOfRangeException">Degrees of freedom are not greater than 0.</exception>
    public FDistribution(double numerator, double denominator)
    {
        if (!(numerator > 0) || double.IsInfinity(numerator))
        {
            throw new ArgumentOutOfRangeException(nameof(numerator), numerator, $"The degrees of freedom are '{numerator}' and must be a finite number greater than 0.");
        }

        if (!(denominator > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, $"The degrees of freedom are '{denominator}' and must be greater than 0.");
        }

        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>Gets the degrees of freedom of the upper mean square.</summary>
    public double Numerator { get; }

    /// <summary>Gets the degrees of freedom of the lower mean square.</summary>
    public double Denominator { get; }

    /// <summary>Computes the cumulative distribution function.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The probability of a number up to the point.</returns>
    public double Cumulative(double x)
    {
        if (double.IsNaN(x) || x <= 0)
        {
            return double.IsNaN(x) ? x : 0;
        }

        if (double.IsInfinity(x) || double.IsInfinity(Denominator))
        {
            return double.IsInfinity(x) ? 1 : new ChiSquare(Numerator).Cumulative(Numerator * x);
        }

        (double share, double rest) = Shares(x);
        return SpecialFunctions.Beta(Numerator / 2, Denominator / 2, share, rest);
    }

    /// <summary>Computes the probability of a number beyond the point.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The probability, exact in the tail: the p-value of a test.</returns>
    public double Upper(double x)
    {
        if (double.IsNaN(x) || x <= 0)
        {
            return double.IsNaN(x) ? x : 1;
        }

        if (double.IsInfinity(x) || double.IsInfinity(Denominator))
        {
            return double.IsInfinity(x) ? 0 : new ChiSquare(Numerator).Upper(Numerator * x);
        }

        (double share, double rest) = Shares(x);
        return SpecialFunctions.Beta(Denominator / 2, Numerator / 2, rest, share);
    }

    /// <summary>Computes the quantile function.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <returns>The point up to which numbers have that probability.</returns>
    /// <remarks>Halves the interval on whichever tail is the smaller, so that both are exact.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public double Quantile(double probability) => PositiveQuantile.Of(probability, Cumulative, Upper);

    /// <summary>Computes the argument of the incomplete beta function and what it lacks to 1, both with all their digits.</summary>
    private (double Share, double Complement) Shares(double x)
    {
        double upper = Numerator * x;
        return double.IsInfinity(upper) ? (1, 0) : (upper / (upper + Denominator), Denominator / (upper + Denominator));
    }
}
