namespace Modelyard.Kernels.Solving;

/// <summary>Represents the dual problem of a support vector machine, in the form that all of them share.</summary>
/// <remarks>
/// Minimise <c>½ Σ yᵢ yⱼ αᵢ αⱼ K(i, j) + Σ pᵢ αᵢ</c> for <c>0 ≤ αᵢ ≤ Cᵢ</c> where <c>Σ yᵢ αᵢ</c> stays what it is at the start. Classification has one variable a row;
/// regression has two, one that lifts the prediction at the row (y = 1) and one that lowers it (y = −1).
/// </remarks>
/// <param name="Rows">The kernel matrix of the rows.</param>
/// <param name="Signs">The sign y of each variable, +1 or −1; variable i belongs to row <c>i mod rows</c>.</param>
/// <param name="Linear">The linear term p of each variable.</param>
/// <param name="Upper">The greatest value C of each variable.</param>
internal sealed record DualProblem(KernelRows Rows, double[] Signs, double[] Linear, double[] Upper)
{
    /// <summary>Gets the values from which the solver starts; null for 0.</summary>
    public double[]? Start { get; init; }

    /// <summary>Gets a value indicating whether the sum of the variables of each sign stays what it is, as nu wants it; those of one sign must then come one after another.</summary>
    public bool SignsApart { get; init; }

    /// <summary>Gets a value indicating whether a violation counts as a share of the margin, by which a nu machine between classes is divided at the end.</summary>
    public bool IsDivided { get; init; }

    /// <summary>Gets a value indicating whether variables that will likely stay at a bound are left out for a while.</summary>
    public bool Shrinking { get; init; } = true;

    /// <summary>Gets the greatest number of threads.</summary>
    public int Degree { get; init; } = 1;
}
