namespace Modelyard.Selection;

/// <summary>Represents the parting of rows into those learned from and those scored on.</summary>
/// <param name="Train">The zero-based rows to learn from, ascending.</param>
/// <param name="Test">The zero-based rows to score on, ascending; none is in <paramref name="Train"/>.</param>
public sealed record Split(int[] Train, int[] Test);
