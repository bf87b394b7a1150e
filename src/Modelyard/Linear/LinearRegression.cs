using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents ordinary least squares.</summary>
/// <remarks>
/// Minimises <c>‖y − Xw − b‖²</c>, each row by its weight. One pass over the data gathers the Gram matrix; where that is ill-conditioned the solution is refined from the
/// residuals, and where features depend on one another, or outnumber the rows, it is the one of minimum norm.
/// Source: Björck (1996), Numerical Methods for Least Squares Problems, sections 2.2 and 2.9.
/// </remarks>
public sealed record LinearRegression : IRegressor<LinearModel>
{
    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <inheritdoc/>
    public LearnerTraits Traits => new();

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context.Parallelism);
        return LeastSquares.Fit(data, context, 0, Intercept);
    }
}
