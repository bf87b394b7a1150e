namespace Modelyard.Selection;

/// <summary>Represents what a test says of the difference of two models.</summary>
/// <param name="Test">The name of the test.</param>
/// <param name="Difference">The first less the second, in the unit of what is compared.</param>
/// <param name="Statistic">The statistic of the test; NaN of an exact test that has none.</param>
/// <param name="PValue">The chance of a difference as great, on either side, if there were none.</param>
/// <param name="Low">The lower end of the interval of the difference; NaN if the test gives none.</param>
/// <param name="High">The upper end.</param>
public sealed record TestOutcome(string Test, double Difference, double Statistic, double PValue, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>Gets a value indicating whether the p-value is an upper bound alone, as none of the replicates was as extreme; more of them would tell how small it is.</summary>
    public bool IsUpperBound { get; init; }
}
