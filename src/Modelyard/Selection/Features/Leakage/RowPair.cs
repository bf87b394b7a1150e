namespace Modelyard.Selection.Features;

/// <summary>Represents a test row and the training row that it is all but the same as.</summary>
/// <param name="TestRow">The test row, counted from 0.</param>
/// <param name="TrainingRow">The training row, counted from 0.</param>
public sealed record RowPair(int TestRow, int TrainingRow);
