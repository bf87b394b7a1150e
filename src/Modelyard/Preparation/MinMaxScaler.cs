using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the scaling of each feature to the range from 0 to 1.</summary>
/// <remarks>A value outside the range of the training data comes out below 0 or above 1. Missing values stay missing; categorical and boolean features are left as they are.</remarks>
public sealed record MinMaxScaler : IStreamingTransformer
{
    /// <summary>Gets the names of the features to scale; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) =>
        ScalingModel.Learn(this, data, context, Columns, sample => (sample.Minimum, sample.Maximum - sample.Minimum));

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context) =>
        ScalingModel.LearnStream(this, stream, context, Columns, (moments, feature) => (moments.Minimum(feature), moments.Maximum(feature) - moments.Minimum(feature)));
}
