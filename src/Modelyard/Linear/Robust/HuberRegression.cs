using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a linear regression in which residuals beyond a few scales count by their size, not their square, so that outliers do not bend it.</summary>
/// <remarks>
/// Minimises <c>Σ weight (σ + H(r / σ) σ) + Alpha ‖w‖²</c> over the coefficients and the scale σ, with <c>H(z) = z²</c> up to Epsilon and <c>2 Epsilon |z| − Epsilon²</c> beyond; the
/// intercept is not penalised. So many features in so few rows that a scale of 0 is best leave least absolute residuals, of which the fit warns. Newton's method on the rows within the bound; L-BFGS where features and rows are many.
/// Source: Huber and Ronchetti (2009), Robust Statistics, 2nd edition, section 7.7 (Huber's proposal of 1964 with concomitant scale).
/// </remarks>
public sealed record HuberRegression : IRegressor<HuberModel>
{
    /// <summary>Gets the number of scales beyond which a residual counts by its size.</summary>
    [Hyperparameter(Meaning = "Number of scales beyond which a residual counts by its size.", Minimum = 1, Search = [1.05, 3])]
    public double Epsilon { get; init; } = 1.35;

    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-6, 1e2])]
    public double Alpha { get; init; } = 1e-4;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the greatest number of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>Gets the promised decrease, as a share of the objective, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Promised decrease, as a share of the objective, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-10;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { ScaleSensitive = true };

    /// <inheritdoc/>
    public HuberModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        return context.Within(() => HuberFit.Fit(data, context, this));
    }
}
