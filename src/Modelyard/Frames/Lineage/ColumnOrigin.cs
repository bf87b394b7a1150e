namespace Modelyard.Frames.Lineage;

/// <summary>Represents a column of the table that came out of a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Column">The name of the column.</param>
public sealed record ColumnOrigin(LineageStep Step, string Column);
