using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the scaling of each feature to mean 0 and standard deviation 1.</summary>
/// <remarks>The standard deviation is that of the population (divided by n), as scikit-learn has it. Missing values stay missing; categorical and boolean features are left as they are.</remarks>
public sealed record StandardScaler : IStreamingTransformer
{
    /// <summary>Gets the names of the features to scale; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) =>
        ScalingModel.Learn(this, data, context, Columns, sample => (sample.Mean(), sample.StandardDeviation()));

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context) =>
        ScalingModel.LearnStream(this, stream, context, Columns, (moments, feature) => (moments.Mean(feature), moments.StandardDeviation(feature)));
}
