using System.CommandLine;
using Modelyard.Cli.Commands.Statistics;

namespace Modelyard.Cli.Commands;

/// <summary>Says how sure coefficients are, and what columns share.</summary>
internal static class StatsCommand
{
    internal static Command Create(Terminal terminal) => new("stats", "Say how sure coefficients are: regressions with standard errors, tests and intervals; collinearity, influence.")
    {
        RegressionVerb.CreateOls(terminal),
        RegressionVerb.CreateLogit(terminal),
        RegressionVerb.CreatePoisson(terminal),
        RegressionVerb.CreateGlm(terminal),
        RegressionVerb.CreateMultinomial(terminal),
        AnovaVerb.Create(terminal),
        InflationVerb.Create(terminal),
        CollinearityVerb.Create(terminal),
        CorrelationVerb.Create(terminal),
        InfluenceVerb.Create(terminal),
    };
}
