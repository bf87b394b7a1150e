namespace Modelyard.Numerics;

/// <summary>Evaluates a function that is to be minimised, and its gradient.</summary>
/// <param name="point">The point.</param>
/// <param name="gradient">Receives one derivative for each element of the point.</param>
/// <returns>The value of the function.</returns>
public delegate double ObjectiveFunction(ReadOnlySpan<double> point, Span<double> gradient);
