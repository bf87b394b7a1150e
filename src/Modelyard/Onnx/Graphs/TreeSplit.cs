namespace Modelyard.Onnx.Graphs;

/// <summary>Describes where a tree parts rows.</summary>
/// <param name="Feature">The column that is compared.</param>
/// <param name="Threshold">What it is compared with.</param>
/// <param name="Left">The node of rows for which the comparison holds.</param>
/// <param name="Right">The node of the others.</param>
/// <param name="MissingLeft">Whether rows whose element is missing go left.</param>
/// <param name="IsBelow">Whether a row goes left below the threshold only, not at it too.</param>
/// <param name="Levels">The numbers that go left, for a split on levels; else null.</param>
internal readonly record struct TreeSplit(int Feature, double Threshold, int Left, int Right, bool MissingLeft, bool IsBelow = false, double[]? Levels = null);
