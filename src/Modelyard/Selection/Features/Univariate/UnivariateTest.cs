namespace Modelyard.Selection.Features;

/// <summary>Represents what a test of one feature against a target says.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Statistic">The statistic; NaN where there is no test, as of a feature that does not vary; infinite where the feature leaves nothing of the target open.</param>
/// <param name="PValue">The chance of such a statistic, or a more extreme one, if the two had nothing to do with each other; NaN where there is no test.</param>
/// <param name="Effect">How much of the one goes back to the other, from 0 to 1, whatever the number of rows: the share of the variance, of numbers or of ranks, or the square of Cramér's V.</param>
/// <param name="Rows">The number of rows that were compared: those in which both have a value.</param>
public sealed record UnivariateTest(string Name, double Statistic, double PValue, double Effect, int Rows)
{
    /// <summary>Creates the outcome of a test that cannot be done.</summary>
    internal static UnivariateTest Undefined(string name, int rows) => new(name, double.NaN, double.NaN, double.NaN, rows);
}
