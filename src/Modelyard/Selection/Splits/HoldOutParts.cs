namespace Modelyard.Selection;

/// <summary>Represents the parting of rows in three: to learn from, to choose on, and to score on once.</summary>
/// <param name="Train">The zero-based rows to learn from, ascending.</param>
/// <param name="Dev">The zero-based rows to choose on, ascending; possibly empty.</param>
/// <param name="Test">The zero-based rows to score on, ascending; possibly empty.</param>
public sealed record HoldOutParts(int[] Train, int[] Dev, int[] Test);
