using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a linear regression of a quantile of the target: the median, or the level below which a chosen share of the rows lies.</summary>
/// <remarks>
/// Minimises <c>Σ weight (Quantile r⁺ + (1 − Quantile) r⁻) / Σ weight + Alpha ‖w‖₁</c>; the intercept is not penalised. The linear programme is solved by an interior point
/// method and finished on a vertex, so that the optimum is exact: as many rows as there are coefficients lie on the plane. A feature that depends on those before it gets 0 where
/// there is no penalty. Sources: Koenker (2005), Quantile Regression, chapter 6; Portnoy and Koenker (1997), The Gaussian Hare and the Laplacian Tortoise, Statistical Science 12(4).
/// </remarks>
public sealed record QuantileRegression : IRegressor<LinearModel>
{
    private const int MostFeatures = 8192;

    /// <summary>Gets the share of rows that lies below the prediction.</summary>
    [Hyperparameter(Meaning = "Share of rows that lies below the prediction.", Minimum = 0, MinimumExclusive = true, Maximum = 1, MaximumExclusive = true)]
    public double Quantile { get; init; } = 0.5;

    /// <summary>Gets the weight of the penalty on the sizes of the coefficients.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty on the sizes of the coefficients.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-6, 1])]
    public double Alpha { get; init; }

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the greatest number of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>Gets the duality gap, as a share of the objective, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Duality gap, as a share of the objective, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-9;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = Alpha > 0, Linear = true };

    /// <inheritdoc/>
    public IEstimator? AtQuantile(double level) => this with { Quantile = level };

    /// <inheritdoc/>
    public LinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return data.FeatureCount <= MostFeatures
            ? context.Within(() => new QuantileFit(data, context, this).Run())
            : throw new ModelyardException($"'{nameof(QuantileRegression)}' learns from '{MostFeatures}' features at most and was given '{data.FeatureCount}'. Select some, or reduce them first.");
    }
}
