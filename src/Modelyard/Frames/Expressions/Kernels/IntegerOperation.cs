namespace Modelyard.Frames.Expressions.Kernels;

/// <summary>Computes a whole number of two.</summary>
/// <param name="x">The first operand.</param>
/// <param name="y">The second operand.</param>
/// <param name="result">Receives the result.</param>
/// <returns>False if the result is beyond 64 bits.</returns>
internal delegate bool IntegerOperation(long x, long y, out long result);
