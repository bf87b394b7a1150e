using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a regression whose variance is a power of the mean: amounts of which some are exactly 0 between the powers 1 and 2.</summary>
/// <remarks>
/// Minimises <c>Σ weight · deviance / (2 Σ weight) + Alpha ‖w‖² / 2</c>; the intercept is not penalised. Newton's method, each of whose steps is a weighted least-squares fit; L-BFGS
/// where both features and rows are more than two thousand.
/// Amounts from unequal exposures are learned as amounts per exposure, each row with the exposure to the power of 2 − Power as its weight: with the link 'Log' that is what the logarithm of the
/// exposure as an offset gives. Source: Jørgensen (1987), Exponential Dispersion Models, Journal of the Royal Statistical Society B 49(2).
/// </remarks>
public sealed record TweedieRegression : IRegressor<GeneralizedLinearModel>
{
    /// <summary>Gets the power of the mean that the variance is: 0 as in least squares, 1 as for counts, 2 as for gamma amounts, 3 as for inverse Gaussian ones; none between 0 and 1.</summary>
    [Hyperparameter(Meaning = "Power of the mean that the variance is: 0, or from 1 to 3.", Minimum = 0, Maximum = 3)]
    public double Power { get; init; } = 1.5;

    /// <summary>Gets how the mean depends on the weighted sum of the features.</summary>
    [Hyperparameter(Meaning = "How the mean depends on the weighted sum of the features.")]
    public TweedieLink Link { get; init; } = TweedieLink.Auto;

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
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, TargetRange = Power < 1 ? TargetRange.Any : Power < 2 ? TargetRange.NonNegative : TargetRange.Positive };

    /// <inheritdoc/>
    public GeneralizedLinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        if (Power is > 0 and < 1)
        {
            throw new ModelyardException($"Power is '{Power}' and must be 0, or from 1 to 3: between 0 and 1 there is no distribution.");
        }

        LinkFunction link = Link == TweedieLink.Identity || (Link == TweedieLink.Auto && Power == 0) ? LinkFunction.Identity : LinkFunction.Log;
        var family = new TargetFamily(Power, link);
        return GeneralizedLinearFit.Fit(data, context, family, new GeneralizedLinearFit.Settings(Alpha, Intercept, MaxIterations, Tolerance, nameof(TweedieRegression)));
    }
}
