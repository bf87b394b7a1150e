using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents linear least squares with a mixed L1 and L2 penalty on the coefficients.</summary>
/// <remarks>
/// Minimises <c>‖y − Xw − b‖² / (2n) + Alpha L1Ratio ‖w‖₁ + Alpha (1 − L1Ratio) ‖w‖² / 2</c>; the intercept <c>b</c> is not penalised.
/// With weights, n is their sum. Coordinate descent over the active coefficients, on the Gram matrix where the features are few and on columns otherwise,
/// until the duality gap is small. Source: Zou and Hastie (2005), Journal of the Royal Statistical Society B 67(2);
/// Friedman, Hastie and Tibshirani (2010), Journal of Statistical Software 33(1).
/// </remarks>
public sealed record ElasticNet : IRegressor<LinearModel>, IIncrementalEstimator
{
    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-5, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets the share of L1 in the penalty.</summary>
    [Hyperparameter(Meaning = "Share of L1 in the penalty.", Minimum = 0, Maximum = 1, Search = [0.05, 1])]
    public double L1Ratio { get; init; } = 0.5;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the greatest number of sweeps over the coefficients.</summary>
    [Hyperparameter(Meaning = "Greatest number of sweeps over the coefficients.", Minimum = 1)]
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>Gets the duality gap at which the fit ends, as a share of the squares of the target.</summary>
    [Hyperparameter(Meaning = "Duality gap at which the fit ends, as a share of the squares of the target.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-12;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true };

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        var settings = new CoordinateDescent.Settings(Alpha, L1Ratio, Intercept, MaxIterations, Tolerance, nameof(ElasticNet));
        return context.Within(() => CoordinateDescent.Fit(data, context, settings));
    }

    /// <summary>Begins a fit whose model is solved from the Gram matrix alone: it equals that of all rows at once to about ten digits where the features are not nearly dependent.</summary>
    /// <param name="shape">What all chunks will look like.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The fit; it is for one thread at a time.</returns>
    /// <exception cref="ModelyardException">A hyperparameter is out of range, the target is no number, or there are more than 8,192 features.</exception>
    public IIncrementalFit Begin(DataShape shape, FitContext context) =>
        StreamedLeastSquares.Begin(this, shape, context, gram => StreamedLeastSquares.Model(gram, shape, new CoordinateDescent.Settings(Alpha, L1Ratio, Intercept, MaxIterations, Tolerance, nameof(ElasticNet)), context));
}
