using Modelyard.Probability;

namespace Modelyard.Inference;

/// <summary>Represents the outcome of a test.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Statistic">The statistic.</param>
/// <param name="Degrees">The degrees of freedom: the number of restrictions.</param>
/// <param name="ResidualDegrees">The degrees of freedom under an F statistic; infinity for a chi-square statistic.</param>
/// <param name="PValue">The probability of such a statistic, or a more extreme one, if the restrictions hold.</param>
public sealed record HypothesisTest(string Name, double Statistic, double Degrees, double ResidualDegrees, double PValue)
{
    /// <summary>Creates the outcome of a test whose statistic has the F distribution.</summary>
    internal static HypothesisTest OfF(string name, double statistic, double degrees, double residualDegrees) =>
        new(name, statistic, degrees, residualDegrees, new FDistribution(degrees, residualDegrees).Upper(statistic));

    /// <summary>Creates the outcome of a test whose statistic has the chi-square distribution.</summary>
    internal static HypothesisTest OfChiSquare(string name, double statistic, double degrees) =>
        new(name, statistic, degrees, double.PositiveInfinity, new ChiSquare(degrees).Upper(statistic));
}
