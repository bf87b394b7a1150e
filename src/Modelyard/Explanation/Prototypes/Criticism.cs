namespace Modelyard.Explanation.Prototypes;

/// <summary>Represents a row about which the prototypes mislead.</summary>
/// <param name="Row">The position of the row.</param>
/// <param name="Witness">How much denser the table is there than the prototypes make believe; negative where it is thinner.</param>
public sealed record Criticism(int Row, double Witness);
