namespace Modelyard.Preparation;

/// <summary>Describes the training data column by column.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The inputs in order, the target last.</param>
public sealed record TableProfile(long Rows, IReadOnlyList<ColumnProfile> Columns);
