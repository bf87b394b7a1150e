using Modelyard.Learning;

namespace Modelyard.Kernels.Solving;

/// <summary>Represents the solution of a <see cref="DualProblem"/>.</summary>
/// <param name="Coefficients">The signed weight <c>Σ y α</c> of each row; 0 for all but the support vectors.</param>
/// <param name="Intercept">What is added to the weighted sum of similarities.</param>
/// <param name="Margin">Where the signs are kept apart, half the distance between the scores of the two: what a nu machine is divided by.</param>
/// <param name="Converged">Whether the optimality conditions hold within the tolerance.</param>
/// <param name="IsIndefinite">Whether the kernel was seen not to be positive semi-definite.</param>
internal sealed record DualSolution(double[] Coefficients, double Intercept, double Margin, bool Converged, bool IsIndefinite)
{
    /// <summary>Gets a value indicating whether the margin is more than the rounding of the scores.</summary>
    public bool HasMargin { get; init; } = true;

    /// <summary>Tells the user what is amiss with solutions.</summary>
    /// <param name="solutions">The solutions.</param>
    /// <param name="name">The name of the estimator.</param>
    /// <param name="context">Who is told.</param>
    public static void Warn(IReadOnlyList<DualSolution> solutions, string name, FitContext context)
    {
        if (solutions.Any(solution => solution.IsIndefinite))
        {
            context.Warn($"The kernel of '{name}' is not positive semi-definite on these rows; the fit ended where no pair of rows improves it, which need not be the best. Choose another kernel, or change its parameters.");
        }

        if (solutions.Any(solution => !solution.Converged))
        {
            context.Warn($"'{name}' did not converge. Scale the features, lower C, or raise Tolerance.");
        }
    }

    /// <summary>Divides by the margin, which gives a nu machine the scale of one with a price.</summary>
    public DualSolution Normalize() => Margin > 0 && double.IsFinite(1 / Margin)
        ? this with { Coefficients = Array.ConvertAll(Coefficients, one => one / Margin), Intercept = Intercept / Margin }
        : this;
}
