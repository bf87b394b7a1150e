namespace Modelyard.Charts.Scales;

/// <summary>Represents one tick of an axis.</summary>
/// <param name="Value">The value that the tick stands at.</param>
/// <param name="Label">The text beside the tick; empty for a tick without a label.</param>
public readonly record struct AxisTick(double Value, string Label);
