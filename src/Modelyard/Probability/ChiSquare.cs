namespace Modelyard.Probability;

/// <summary>Represents the chi-square distribution: that of a sum of squares of independent standard normal numbers.</summary>
public readonly record struct ChiSquare
{
    /// <summary>Initializes a distribution.</summary>
    /// <param name="degrees">The degrees of freedom, finite and greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The degrees of freedom are not greater than 0.</exception>
    public ChiSquare(double degrees)
    {
        if (!(degrees > 0) || double.IsInfinity(degrees))
        {
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, $"The degrees of freedom are '{degrees}' and must be a finite number greater than 0.");
        }

        Degrees = degrees;
    }

    /// <summary>Gets the degrees of freedom.</summary>
    public double Degrees { get; }

    /// <summary>Computes the cumulative distribution function.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The probability of a number up to the point.</returns>
    public double Cumulative(double x) => double.IsNaN(x) ? x : x <= 0 ? 0 : SpecialFunctions.LowerGamma(Degrees / 2, x / 2);

    /// <summary>Computes the probability of a number beyond the point.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The probability, exact in the tail: the p-value of a test.</returns>
    public double Upper(double x) => double.IsNaN(x) ? x : x <= 0 ? 1 : SpecialFunctions.UpperGamma(Degrees / 2, x / 2);

    /// <summary>Computes the quantile function.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <returns>The point up to which numbers have that probability.</returns>
    /// <remarks>Halves the interval on whichever tail is the smaller, so that both are exact.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public double Quantile(double probability) => PositiveQuantile.Of(probability, Cumulative, Upper);
}
