namespace Modelyard.Charts;

/// <summary>Represents a value that is written at an axis of parallel coordinates.</summary>
/// <param name="Share">Where it lies, from 0 at the start of the axis to 1 at its end.</param>
/// <param name="Text">How it is written.</param>
public readonly record struct ParallelMark(double Share, string Text);
