using System.CommandLine;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Represents the options that choose the distribution and the link of a generalised linear model.</summary>
internal sealed class FamilyOptions
{
    private readonly Option<Family> _family = Choice.Of("--family", "The distribution of the target around its mean", Family.Gaussian);
    private readonly Option<RegressionLink?> _link = Choice.Of<RegressionLink>("--link", "The function of the mean that is a weighted sum; that of the family by default");
    private readonly Option<double> _power = new Option<double>("--power") { Description = "The power of the Tweedie distribution, above 1 and below 2.", DefaultValueFactory = _ => 1.5 }.Plainly("a number above 1 and below 2");
    private readonly Option<double> _dispersion = new Option<double>("--dispersion") { Description = "The dispersion of the negative binomial distribution, above 0.", DefaultValueFactory = _ => 1 }.Plainly("a number above 0");

    /// <summary>Names distributions, as the command calls them.</summary>
    private enum Family
    {
        Gaussian,
        Binomial,
        Poisson,
        Gamma,
        InverseGaussian,
        Tweedie,
        NegativeBinomial,
    }

    /// <summary>Lists the options.</summary>
    internal IEnumerable<Option> All => [_family, _link, _power, _dispersion];

    /// <summary>Makes the method that was chosen.</summary>
    internal GlmRegression Method(ParseResult parsed) => new()
    {
        Link = parsed.GetValue(_link),
        Family = parsed.GetValue(_family) switch
        {
            Family.Binomial => RegressionFamily.Binomial,
            Family.Poisson => RegressionFamily.Poisson,
            Family.Gamma => RegressionFamily.Gamma,
            Family.InverseGaussian => RegressionFamily.InverseGaussian,
            Family.Tweedie => RegressionFamily.Tweedie(parsed.GetValue(_power)),
            Family.NegativeBinomial => RegressionFamily.NegativeBinomial(parsed.GetValue(_dispersion)),
            _ => RegressionFamily.Gaussian,
        },
    };
}
