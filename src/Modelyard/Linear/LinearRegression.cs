using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents ordinary least squares.</summary>
/// <remarks>
/// Minimises <c>‖y − Xw − b‖²</c>, each row by its weight. One pass over the data gathers the Gram matrix; where that is ill-conditioned the solution is refined from the
/// residuals, and where features depend on one another, or outnumber the rows, it is the one of minimum norm.
/// Source: Björck (1996), Numerical Methods for Least Squares Problems, sections 2.2 and 2.9.
/// </remarks>
public sealed record LinearRegression : IRegressor<LinearModel>, IIncrementalEstimator, ISharedRegressor
{
    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, Linear = true };

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return context.WithinTime(() => LeastSquares.Fit(data, context, 0, Intercept));
    }

    /// <summary>Begins a fit whose model is solved from the Gram matrix alone: it equals that of all rows at once to about ten digits where the features are not nearly dependent.</summary>
    /// <param name="shape">What all chunks will look like.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The fit; it is for one thread at a time.</returns>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, the target is no number, or there are more than 8,192 features.</exception>
    public IIncrementalFit Begin(DataShape shape, FitContext context) =>
        StreamedLeastSquares.Begin(this, shape, context, gram => StreamedLeastSquares.Model(gram, shape, 0, Intercept, context));

    /// <inheritdoc/>
    LinearModel[]? ISharedRegressor.FitEach(MultiTargetDataset data, FitContext context) => SharedLeastSquares.Fit(data, context, 0, Intercept);
}
