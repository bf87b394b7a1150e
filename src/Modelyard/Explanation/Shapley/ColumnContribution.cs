namespace Modelyard.Explanation.Shapley;

/// <summary>Represents what one column contributes to a prediction.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Value">What its cell holds, as text; null if it is missing.</param>
/// <param name="Contribution">The contribution.</param>
public sealed record ColumnContribution(string Column, string? Value, double Contribution);
