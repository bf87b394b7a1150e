namespace Modelyard.Kernels.Margins;

/// <summary>Represents the solution of a <see cref="LinearProblem"/>.</summary>
/// <param name="Weights">One weight a feature, that of the constant last.</param>
/// <param name="Converged">Whether the tolerance was reached.</param>
internal sealed record LinearSolution(double[] Weights, bool Converged);
