using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents a regression of shares from 0 to 1: of successes in trials, whose number is the weight of the row.</summary>
/// <remarks>
/// Minimises <c>Σ weight · deviance / (2 Σ weight) + Alpha ‖w‖² / 2</c>; the intercept is not penalised. Newton's method, each of whose steps is a weighted least-squares fit; L-BFGS
/// where both features and rows are more than two thousand.
/// A target of 0 and 1 alone is that of single trials. Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 4.
/// </remarks>
public sealed record BinomialRegression : IRegressor<GeneralizedLinearModel>
{
    /// <summary>Gets how the share depends on the weighted sum of the features.</summary>
    [Hyperparameter(Meaning = "How the share depends on the weighted sum of the features.")]
    public BinomialLink Link { get; init; } = BinomialLink.Logit;

    /// <summary>Gets the weight of the penalty.</summary>
    [Hyperparameter(Meaning = "Weight of the penalty.", Minimum = 0, Scale = Scale.Logarithmic, Search = [1e-6, 10])]
    public double Alpha { get; init; } = 0;

    /// <summary>Gets a value indicating whether an intercept is learned.</summary>
    [Hyperparameter(Meaning = "Whether an intercept is learned.")]
    public bool Intercept { get; init; } = true;

    /// <summary>Gets the greatest number of steps.</summary>
    [Hyperparameter(Meaning = "Greatest number of steps.", Minimum = 1)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>Gets the promised decrease, as a share of the deviance without features, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Promised decrease, as a share of the deviance without features, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-12;

    /// <inheritdoc/>
    public LearnerTraits Traits => new() { Sparse = true, ScaleSensitive = true, TargetRange = TargetRange.Share };

    /// <inheritdoc/>
    public GeneralizedLinearModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        var family = new TargetFamily(double.NaN, Link switch
        {
            BinomialLink.Logit => LinkFunction.Logit,
            BinomialLink.Probit => LinkFunction.Probit,
            _ => LinkFunction.ComplementaryLogLog,
        });
        return GeneralizedLinearFit.Fit(data, context, family, new GeneralizedLinearFit.Settings(Alpha, Intercept, MaxIterations, Tolerance, nameof(BinomialRegression)));
    }
}
