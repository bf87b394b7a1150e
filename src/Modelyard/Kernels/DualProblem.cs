namespace Modelyard.Kernels;

/// <summary>Represents the dual problem of a support vector machine, in the form that all of them share.</summary>
/// <remarks>
/// Minimise <c>½ Σ yᵢ yⱼ αᵢ αⱼ K(i, j) + Σ pᵢ αᵢ</c> for <c>0 ≤ αᵢ ≤ Cᵢ</c> and <c>Σ yᵢ αᵢ = 0</c>. Classification has one variable a row; regression has two,
/// one that lifts the prediction at the row and one that lowers it.
/// </remarks>
/// <param name="Rows">The kernel matrix of the rows.</param>
/// <param name="Signs">The sign y of each variable, +1 or −1; variable i belongs to row <c>i mod rows</c>.</param>
/// <param name="Linear">The linear term p of each variable.</param>
/// <param name="Upper">The greatest value C of each variable.</param>
internal sealed record DualProblem(KernelRows Rows, double[] Signs, double[] Linear, double[] Upper);
