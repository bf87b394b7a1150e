using System.Globalization;
using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents the distribution of a target around its mean: its variance, deviance and likelihood.</summary>
/// <remarks>Sources: McCullagh and Nelder (1989), Generalized Linear Models, chapters 2 and 9; Jørgensen (1987) for Tweedie; Hilbe (2011), Negative Binomial Regression.</remarks>
public sealed record RegressionFamily
{
    private const double Least = 1e-300;

    // The power of the mean that the variance is; NaN for shares and negative binomial counts.
    private readonly double _power = double.NaN;

    private RegressionFamily(string name) => Name = name;

    /// <summary>Gets the normal distribution: one variance for all.</summary>
    public static RegressionFamily Gaussian { get; } = new("Gaussian", 0);

    /// <summary>Gets the binomial distribution: yes or no, or shares of the trials that are the weights.</summary>
    public static RegressionFamily Binomial { get; } = new("Binomial") { DefaultLink = RegressionLink.Logit, HasFixedScale = true };

    /// <summary>Gets the Poisson distribution of counts: the variance is the mean.</summary>
    public static RegressionFamily Poisson { get; } = new("Poisson", 1) { DefaultLink = RegressionLink.Log, HasFixedScale = true };

    /// <summary>Gets the gamma distribution of amounts: the variance grows as the square of the mean.</summary>
    public static RegressionFamily Gamma { get; } = new("Gamma", 2) { DefaultLink = RegressionLink.Inverse };

    /// <summary>Gets the inverse Gaussian distribution of amounts: the variance grows as the cube of the mean.</summary>
    public static RegressionFamily InverseGaussian { get; } = new("InverseGaussian", 3) { DefaultLink = RegressionLink.InverseSquared };

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the link that is taken if none is asked for.</summary>
    public RegressionLink DefaultLink { get; private init; }

    /// <summary>Gets a value indicating whether the variance is known but for the mean; it is estimated otherwise.</summary>
    public bool HasFixedScale { get; private init; }

    /// <summary>Gets the dispersion of negative binomial counts, whose variance is <c>μ + Alpha μ²</c>; NaN for other families.</summary>
    public double Alpha { get; private init; } = double.NaN;

    internal bool IsBinomial => Name == "Binomial";

    /// <summary>Gets a value indicating whether a target of 0 may call for a mean of 0, which a logarithm never reaches.</summary>
    internal bool MayVanish => _power is >= 1 and < 2 || IsNegativeBinomial;

    /// <summary>Gets a value indicating whether the target is a count.</summary>
    internal bool IsCount => _power == 1 || IsNegativeBinomial;

    private bool IsNegativeBinomial => !double.IsNaN(Alpha);

    private RegressionFamily(string name, double power)
        : this(name) => _power = power;

    /// <summary>Creates the Tweedie distribution of amounts of which some are 0: the variance grows as a power of the mean.</summary>
    /// <param name="power">The power, above 1 and below 2.</param>
    /// <returns>A new family, with the logarithm as link.</returns>
    /// <exception cref="ModelyardException">The power is out of range.</exception>
    public static RegressionFamily Tweedie(double power) => power is > 1 and < 2
        ? new RegressionFamily(string.Create(CultureInfo.InvariantCulture, $"Tweedie({power})"), power) { DefaultLink = RegressionLink.Log }
        : throw new ModelyardException($"The power is '{power}' and must be above 1 and below 2; 0 is 'Gaussian', 1 'Poisson', 2 'Gamma', 3 'InverseGaussian'.");

    /// <summary>Creates the negative binomial distribution of counts: the variance is <c>μ + alpha μ²</c>.</summary>
    /// <param name="alpha">The dispersion, above 0.</param>
    /// <returns>A new family, with the logarithm as link.</returns>
    /// <exception cref="ModelyardException">The dispersion is out of range.</exception>
    public static RegressionFamily NegativeBinomial(double alpha) => alpha > 0 && double.IsFinite(alpha)
        ? new RegressionFamily(string.Create(CultureInfo.InvariantCulture, $"NegativeBinomial({alpha})")) { DefaultLink = RegressionLink.Log, HasFixedScale = true, Alpha = alpha }
        : throw new ModelyardException($"The dispersion is '{alpha}' and must be a finite number above 0.");

    /// <summary>Says what a target must be; null if it is that.</summary>
    internal string? Fault(double target) => Name switch
    {
        "Binomial" => target is >= 0 and <= 1 ? null : "0, 1 or a share between them",
        "Gaussian" => null,
        "Gamma" or "InverseGaussian" => target > 0 ? null : "above 0",
        _ => target >= 0 ? null : "0 or greater",
    };

    /// <summary>Determines whether a mean is one that the family has.</summary>
    internal bool IsMean(double mean) => double.IsFinite(mean) && (_power == 0 || (IsBinomial ? mean is >= 0 and <= 1 : mean > 0));

    /// <summary>Computes a mean to start from.</summary>
    internal double Start(double target, double mean, double weight) => IsBinomial ? ((weight * target) + 0.5) / (weight + 1) : (target + mean) / 2;

    /// <summary>Computes the variance that belongs to a mean.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="rest">One less the mean.</param>
    internal double Variance(double mean, double rest) => _power switch
    {
        0 => 1,
        1 => mean,
        2 => mean * mean,
        3 => mean * mean * mean,
        double power when !double.IsNaN(power) => Math.Pow(mean, power),
        _ => IsBinomial ? Math.Max(mean, Least) * Math.Max(rest, Least) : mean + (Alpha * mean * mean),
    };

    /// <summary>Computes the derivative of the variance by the mean.</summary>
    internal double VarianceSlope(double mean, double rest) => IsBinomial ? rest - mean : IsNegativeBinomial ? 1 + (2 * Alpha * mean) : _power * Math.Pow(mean, _power - 1);

    /// <summary>Computes what a row adds to the deviance.</summary>
    internal double Deviance(double target, double mean, double rest)
    {
        if (IsBinomial)
        {
            return 2 * (LogPart(target, mean) + LogPart(1 - target, rest));
        }

        if (IsNegativeBinomial)
        {
            return 2 * (LogPart(target, mean) - ((target + (1 / Alpha)) * Math.Log((1 + (Alpha * target)) / (1 + (Alpha * mean)))));
        }

        return _power switch
        {
            0 => (target - mean) * (target - mean),
            1 => 2 * (LogPart(target, mean) - (target - mean)),
            2 => 2 * (((target - mean) / mean) - Math.Log(target / mean)),
            3 => (target - mean) * (target - mean) / (target * mean * mean),
            _ => 2 * ((Math.Pow(target, 2 - _power) / ((1 - _power) * (2 - _power))) - (target * Math.Pow(mean, 1 - _power) / (1 - _power)) + (Math.Pow(mean, 2 - _power) / (2 - _power))),
        };
    }

    /// <summary>Computes what a row adds to the log-likelihood; NaN for a family that has none in closed form.</summary>
    internal double LogLikelihood(double target, double mean, double rest, double weight, double scale)
    {
        if (IsBinomial)
        {
            // The number of ways in which the trials, which are the weight, can have this share; one way if all of them went alike.
            double successes = weight * target, failures = weight * (1 - target);
            double ways = target is 0 or 1 ? 0 : SpecialFunctions.LogGamma(weight + 1) - SpecialFunctions.LogGamma(successes + 1) - SpecialFunctions.LogGamma(failures + 1);
            return ways + Times(successes, mean) + Times(failures, rest);
        }

        if (IsNegativeBinomial)
        {
            double inverse = 1 / Alpha;
            double combinations = SpecialFunctions.LogGamma(target + inverse) - SpecialFunctions.LogGamma(inverse) - SpecialFunctions.LogGamma(target + 1);
            return weight * (combinations + Times(target, Alpha * mean / (1 + (Alpha * mean))) - (inverse * Math.Log(1 + (Alpha * mean))));
        }

        double ratio = weight / scale;
        return _power switch
        {
            0 => -0.5 * ((ratio * (target - mean) * (target - mean)) + Math.Log(2 * Math.PI / ratio)),
            1 => weight * (Times(target, mean) - mean - SpecialFunctions.LogGamma(target + 1)),
            2 => (ratio * Math.Log(ratio * target / mean)) - (ratio * target / mean) - SpecialFunctions.LogGamma(ratio) - Math.Log(target),
            3 => -0.5 * ((ratio * (target - mean) * (target - mean) / (target * mean * mean)) + Math.Log(2 * Math.PI * target * target * target / ratio)),
            _ => double.NaN,
        };
    }

    private static double LogPart(double part, double mean) => part > 0 ? part * Math.Log(part / Math.Max(mean, Least)) : 0;

    private static double Times(double part, double mean) => part > 0 ? part * Math.Log(Math.Max(mean, Least)) : 0;
}
