namespace Modelyard.Frames;

/// <summary>Represents how much of a column is missing.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Count">The number of missing cells.</param>
/// <param name="Share">The missing cells as a share of all rows, above 0 and up to 1.</param>
public sealed record MissingCells(string Name, int Count, double Share);
