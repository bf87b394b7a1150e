namespace Modelyard.Inference;

/// <summary>Represents a figure of a fit.</summary>
/// <param name="Name">The name in data, such as <c>rSquared</c>.</param>
/// <param name="Label">The name for people, such as <c>R-squared</c>.</param>
/// <param name="Value">The figure; NaN where it is not defined.</param>
public sealed record FitFigure(string Name, string Label, double Value);
