namespace Modelyard.Kernels;

/// <summary>Represents the solution of a <see cref="DualProblem"/>.</summary>
/// <param name="Coefficients">The signed weight <c>Σ y α</c> of each row; 0 for all but the support vectors.</param>
/// <param name="Intercept">What is added to the weighted sum of similarities.</param>
/// <param name="Converged">Whether the optimality conditions hold within the tolerance.</param>
internal sealed record DualSolution(double[] Coefficients, double Intercept, bool Converged);
