namespace Modelyard.Explanation.Prototypes;

/// <summary>Represents a row that stands for others.</summary>
/// <param name="Row">The position of the row.</param>
/// <param name="Share">The share of the rows to which it is the nearest prototype.</param>
/// <param name="Discrepancy">How far the prototypes up to this one are from the table: the squared maximum mean discrepancy, 0 where both are alike.</param>
public sealed record Prototype(int Row, double Share, double Discrepancy);
