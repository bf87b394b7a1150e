using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a regression of positive amounts whose standard deviation is proportional to the mean.</summary>
/// <remarks>
/// Minimises <c>Σ weight · deviance / (2 Σ weight) + Alpha ‖w‖² / 2</c>; the intercept is not penalised. Newton's method, each of whose steps is a weighted least-squares fit; L-BFGS
/// where both features and rows are more than two thousand.
/// Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 8.
/// </remarks>
public sealed record GammaRegression : IRegressor<GeneralizedLinearModel>
{
    /// <summary>Gets how the mean depends on the weighted sum of the features.</summary>
    [Hyperparameter(Meaning = "How the mean depends on the weighted sum of the features.")]
    public GammaLink Link { get; init; } = GammaLink.Log;

    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-6, 10])]
    public double Alpha { get; init; } = 1;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the greatest number of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>Gets the promised decrease, as a share of the deviance without features, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Promised decrease, as a share of the deviance without features, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-14;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, TargetRange = TargetRange.Positive };

    /// <inheritdoc/>
    public GeneralizedLinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        var family = new TargetFamily(2, Link switch { GammaLink.Log => LinkFunction.Log, GammaLink.Inverse => LinkFunction.Inverse, _ => LinkFunction.Identity });
        return GeneralizedLinearFit.Fit(data, context, family, new GeneralizedLinearFit.Settings(Alpha, Intercept, MaxIterations, Tolerance, nameof(GammaRegression)));
    }
}
