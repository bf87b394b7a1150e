namespace Modelyard.Selection.Features;

/// <summary>Represents a feature in a ranking.</summary>
/// <param name="Name">The name of the feature.</param>
/// <param name="Test">The name of the test, or of the measure where there is none: what suits the kind of the feature.</param>
/// <param name="Score">The mutual information in nats, or the statistic of the test; NaN where there is none, as of a feature that does not vary.</param>
/// <param name="Effect">How much of the target and the feature goes back to each other, from 0 to 1, comparable between tests; NaN for mutual information.</param>
/// <param name="PValue">The p-value of the test; NaN where there is none.</param>
/// <param name="AdjustedPValue">The p-value adjusted for the number of features by the method of Benjamini and Hochberg; NaN where there is none.</param>
/// <param name="Rows">The number of rows in which the feature has a value.</param>
public sealed record RankedFeature(string Name, string Test, double Score, double Effect, double PValue, double AdjustedPValue, int Rows)
{
    /// <summary>Gets a value indicating whether the p-value is an upper bound alone, as none of the shuffles that it counts was as extreme; more of them would tell how small it is.</summary>
    public bool IsUpperBound { get; init; }
}
