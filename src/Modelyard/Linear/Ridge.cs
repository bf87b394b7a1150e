using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents linear least squares with an L2 penalty on the coefficients.</summary>
/// <remarks>
/// Minimises <c>‖y − Xw − b‖² + Alpha ‖w‖²</c>, each row by its weight; the intercept <c>b</c> is not penalised. One pass over the data
/// gathers the Gram matrix. Source: Hoerl and Kennard (1970), Ridge Regression, Technometrics 12(1).
/// </remarks>
public sealed record Ridge : IRegressor<LinearModel>, IIncrementalEstimator, ISharedRegressor
{
    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-4, 1e4])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the share of the first slopes at which conjugate gradients end, which solve for many sparse features; 0 for as near to the minimum as rounding allows.</summary>
    [Hyperparameter(Meaning = "Share of the first slopes at which conjugate gradients end, which solve for many sparse features; 0 goes as far as rounding allows.", Minimum = 0, Maximum = 0.1)]
    public double Tolerance { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true };

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return context.WithinTime(() => LeastSquares.Fit(data, context, Alpha, Intercept, Tolerance));
    }

    /// <summary>Begins a fit whose model is solved from the Gram matrix alone: it equals that of all rows at once to about ten digits where the features are not nearly dependent.</summary>
    /// <param name="shape">What all chunks will look like.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The fit; it is for one thread at a time.</returns>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, the target is no number, or there are more than 8,192 features.</exception>
    public IIncrementalFit Begin(DataShape shape, FitContext context) =>
        StreamedLeastSquares.Begin(this, shape, context, gram => StreamedLeastSquares.Model(gram, shape, Alpha, Intercept, context));

    /// <inheritdoc/>
    LinearModel[]? ISharedRegressor.FitEach(MultiTargetDataset data, FitContext context) => SharedLeastSquares.Fit(data, context, Alpha, Intercept);
}
