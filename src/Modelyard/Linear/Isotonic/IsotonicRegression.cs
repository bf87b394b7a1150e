using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Represents the monotonic curve nearest to a target by least squares; with several features, the sum of one such curve for each.</summary>
/// <remarks>
/// A curve is straight between the training rows and level beyond the first and the last. Rows of equal feature count as their mean. One feature is solved exactly, in one pass;
/// several by turns, each curve learning what the others leave, until none moves. Sources: Barlow, Bartholomew, Bremner and Brunk (1972), Statistical Inference under Order Restrictions;
/// Bacchetti (1989), Additive Isotonic Models, Journal of the American Statistical Association 84.
/// </remarks>
public sealed record IsotonicRegression : IRegressor<IsotonicModel>
{
    /// <summary>Gets whether the prediction rises or falls with its features.</summary>
    [Hyperparameter(Meaning = "Whether the prediction rises or falls with its features.")]
    public MonotonicDirection Direction { get; init; } = MonotonicDirection.Auto;

    /// <summary>Gets the greatest number of rounds over several features.</summary>
    [Hyperparameter(Meaning = "Greatest number of rounds over several features.", Minimum = 1)]
    public int MaxIterations { get; init; } = 200;

    /// <summary>Gets the change of the prediction in a round, as a share of the target's standard deviation, at which the fit ends.</summary>
    [Hyperparameter(Meaning = "Change of the prediction in a round, as a share of the target's standard deviation, at which the fit ends.", Minimum = 0)]
    public double Tolerance { get; init; } = 1e-6;

    /// <inheritdoc/>
    public LearnerTraits Traits => new();

    /// <inheritdoc/>
    public IsotonicModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        return IsotonicFit.Fit(data, context, this);
    }
}
