namespace Modelyard.Neighbors;

/// <summary>Represents a row that was found and how far it is.</summary>
/// <param name="Row">The zero-based row of the matrix that was searched.</param>
/// <param name="Distance">The distance, in the metric of the search.</param>
public readonly record struct Neighbor(int Row, double Distance);
