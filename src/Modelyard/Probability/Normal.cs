namespace Modelyard.Probability;

/// <summary>Represents the standard normal distribution.</summary>
public static class Normal
{
    private const int Refinements = 3;

    /// <summary>Computes the density.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The density at the point.</returns>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>Computes the cumulative distribution function.</summary>
    /// <param name="x">The point.</param>
    /// <returns>The probability of a number up to the point.</returns>
    public static double Cumulative(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>Computes the quantile function.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <returns>The point up to which numbers have that probability.</returns>
    /// <remarks>
    /// A rational approximation (Abramowitz and Stegun 1964, formula 26.2.23) is refined by steps of Halley on the lower tail.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static double Quantile(double probability)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"The probability is '{probability}' and must be from 0 to 1.");
        }

        if (probability > 0.5)
        {
            return -Quantile(1 - probability);
        }

        if (probability is 0 or 0.5)
        {
            return probability == 0 ? double.NegativeInfinity : 0;
        }

        double t = Math.Sqrt(-2 * Math.Log(probability));
        double x = ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))) - t;
        for (int i = 0; i < Refinements; i++)
        {
            double error = (Cumulative(x) - probability) / Density(x);
            if (!double.IsFinite(error))
            {
                break;
            }

            x -= error / (1 + (0.5 * x * error));
        }

        return x;
    }
}
