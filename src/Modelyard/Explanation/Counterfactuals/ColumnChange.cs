namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents the change of one cell.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="From">What the cell holds; null if it is missing.</param>
/// <param name="To">What it would hold.</param>
/// <param name="Distance">How far that is: of numbers in median absolute deviations of the column, else 1.</param>
public sealed record ColumnChange(string Column, string? From, string To, double Distance);
