namespace Modelyard.Charts;

/// <summary>Represents one point that a chart points out.</summary>
/// <param name="X">The horizontal position.</param>
/// <param name="Y">The height.</param>
/// <param name="Label">The text beside the point.</param>
public sealed record ChartPoint(double X, double Y, string Label = "");
