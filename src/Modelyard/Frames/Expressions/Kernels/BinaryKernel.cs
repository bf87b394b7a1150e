namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Computes numbers of two operands, each of which has one number a row or a single one for all.</summary>
/// <param name="x">The first operand.</param>
/// <param name="y">The second operand.</param>
/// <param name="result">Receives one number a row.</param>
internal delegate void BinaryKernel(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result);
