namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Computes numbers of numbers.</summary>
/// <param name="x">One number a row.</param>
/// <param name="result">Receives one number a row.</param>
internal delegate void UnaryKernel(ReadOnlySpan<double> x, Span<double> result);
