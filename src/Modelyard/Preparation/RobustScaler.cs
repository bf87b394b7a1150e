using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the scaling of each feature by its median and a range between quantiles, which outliers do not move.</summary>
/// <remarks>The center is the median; the scale is the distance between the quantiles. Missing values stay missing; categorical and boolean features are left as they are.</remarks>
public sealed record RobustScaler : ITransformer
{
    /// <summary>Gets the level of the lower quantile.</summary>
    [Hyperparameter(Meaning = "The level of the lower quantile.", Minimum = 0, Maximum = 0.5, MaximumExclusive = true)]
    public double LowerQuantile { get; init; } = 0.25;

    /// <summary>Gets the level of the upper quantile.</summary>
    [Hyperparameter(Meaning = "The level of the upper quantile.", Minimum = 0.5, MinimumExclusive = true, Maximum = 1)]
    public double UpperQuantile { get; init; } = 0.75;

    /// <summary>Gets the names of the features to scale; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) =>
        ScalingModel.Learn(this, data, context, Columns, sample => (sample.Quantile(0.5), sample.Quantile(UpperQuantile) - sample.Quantile(LowerQuantile)));
}
