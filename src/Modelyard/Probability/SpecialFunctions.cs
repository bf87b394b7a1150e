namespace Modelyard.Probability;

/// <summary>Computes the special functions on which distributions and tests rest.</summary>
/// <remarks>
/// The gamma function uses Stirling's series; the incomplete functions use their power series or their continued fraction by the method of Lentz.
/// Source: Olver et al. (2010), NIST Handbook of Mathematical Functions, chapters 5, 7 and 8.
/// </remarks>
public static class SpecialFunctions
{
    private const double Precision = 1e-16;
    private const double Tiny = 1e-300;
    private const int MostTerms = 100_000;
    private const double StirlingFrom = 15;

    private static readonly double[] StirlingFactors =
        [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400];

    /// <summary>Computes the logarithm of the absolute value of the gamma function.</summary>
    /// <param name="x">The argument.</param>
    /// <returns>The logarithm; positive infinity at zero and the negative integers.</returns>
    public static double LogGamma(double x)
    {
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x <= 0)
        {
            return x == Math.Floor(x) ? double.PositiveInfinity : Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * (x - Math.Floor(x))))) - LogGamma(1 - x);
        }

        if (x is 1 or 2)
        {
            return 0;
        }

        double product = 1;
        for (; x < StirlingFrom; x++)
        {
            product *= x;
        }

        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + StirlingRest(x) - Math.Log(product);
    }

    /// <summary>Computes the regularised lower incomplete gamma function P(a, x).</summary>
    /// <param name="a">The shape, greater than 0.</param>
    /// <param name="x">The limit of the integral, 0 or greater.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double LowerGamma(double a, double x)
    {
        CheckGamma(a, x);
        return x < a + 1 ? GammaSeries(a, x) : 1 - GammaFraction(a, x);
    }

    /// <summary>Computes the regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), exact in its tail.</summary>
    /// <param name="a">The shape, greater than 0.</param>
    /// <param name="x">The limit of the integral, 0 or greater.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double UpperGamma(double a, double x)
    {
        CheckGamma(a, x);
        return x < a + 1 ? 1 - GammaSeries(a, x) : GammaFraction(a, x);
    }

    /// <summary>Computes the regularised incomplete beta function I(x; a, b).</summary>
    /// <param name="a">The first shape, greater than 0.</param>
    /// <param name="b">The second shape, greater than 0.</param>
    /// <param name="x">The limit of the integral, from 0 to 1.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Beta(double a, double b, double x) => Beta(a, b, x, 1 - x);

    /// <summary>Computes the error function.</summary>
    /// <param name="x">The argument.</param>
    /// <returns>A number from -1 to 1.</returns>
    public static double Erf(double x) => double.IsNaN(x) ? x : Math.CopySign(LowerGamma(0.5, x * x), x);

    /// <summary>Computes the complementary error function, exact in its tail.</summary>
    /// <param name="x">The argument.</param>
    /// <returns>A number from 0 to 2.</returns>
    public static double Erfc(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        return x >= 0 ? UpperGamma(0.5, x * x) : 1 + LowerGamma(0.5, x * x);
    }

    /// <summary>Computes the regularised incomplete beta function from x and its complement, both exact.</summary>
    internal static double Beta(double a, double b, double x, double complement)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (x is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, $"The limit is '{x}' and must be from 0 to 1.");
        }

        if (x == 0 || complement == 0 || double.IsNaN(x))
        {
            return x;
        }

        double logarithm = x > 0.5 ? LogOnePlus(-complement) : Math.Log(x);
        double logarithmOfComplement = x > 0.5 ? Math.Log(complement) : LogOnePlus(-x);
        double inverseOfComplete = a >= b ? LogGammaRatio(a, b) - LogGamma(b) : LogGammaRatio(b, a) - LogGamma(a);
        double front = Math.Exp((a * logarithm) + (b * logarithmOfComplement) + inverseOfComplete);
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction(a, b, x) / a : 1 - (front * BetaFraction(b, a, complement) / b);
    }

    /// <summary>Computes the logarithm of Γ(a + b) / Γ(a) without cancellation for a large a.</summary>
    internal static double LogGammaRatio(double a, double b) => a < StirlingFrom
        ? LogGamma(a + b) - LogGamma(a)
        : ((a - 0.5) * LogOnePlus(b / a)) + (b * Math.Log(a + b)) - b + StirlingRest(a + b) - StirlingRest(a);

    /// <summary>Computes <c>exp(x) − 1</c> with all its digits where x is small: what rounding does to the exponential it does to its logarithm too.</summary>
    /// <remarks>Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 1.14.1.</remarks>
    internal static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x), less = power - 1;
        return less == 0 ? x : Math.Abs(x) > 1 ? less : less * x / Math.Log(power);
    }

    /// <summary>Computes the logarithm of 1 + x, exact for small x (Goldberg 1991, theorem 4).</summary>
    internal static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static double StirlingRest(double x)
    {
        double square = 1 / (x * x), sum = 0;
        for (int i = StirlingFactors.Length - 1; i >= 0; i--)
        {
            sum = (sum * square) + StirlingFactors[i];
        }

        return sum / x;
    }

    private static double GammaSeries(double a, double x)
    {
        if (x == 0)
        {
            return 0;
        }

        double term = 1 / a, sum = term;
        for (int n = 1; n < MostTerms && term > sum * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }

    private static double GammaFraction(double a, double x)
    {
        if (double.IsPositiveInfinity(x))
        {
            return 0;
        }

        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, value = d;
        for (int n = 1; n < MostTerms; n++)
        {
            double factor = -n * (n - a);
            b += 2;
            d = 1 / Away((factor * d) + b);
            c = Away(b + (factor / c));
            double change = c * d;
            value *= change;
            if (Math.Abs(change - 1) <= Precision)
            {
                break;
            }
        }

        return value * Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
    }

    private static double BetaFraction(double a, double b, double x)
    {
        double c = 1, d = 1 / Away(1 - ((a + b) * x / (a + 1))), value = d;
        for (int n = 1; n < MostTerms; n++)
        {
            double even = n * (b - n) * x / ((a + (2 * n) - 1) * (a + (2 * n)));
            d = 1 / Away(1 + (even * d));
            c = Away(1 + (even / c));
            value *= c * d;
            double odd = -(a + n) * (a + b + n) * x / ((a + (2 * n)) * (a + (2 * n) + 1));
            d = 1 / Away(1 + (odd * d));
            c = Away(1 + (odd / c));
            double change = c * d;
            value *= change;
            if (Math.Abs(change - 1) <= Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void CheckGamma(double a, double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
    }
}
