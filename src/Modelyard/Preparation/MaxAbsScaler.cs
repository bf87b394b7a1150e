using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the scaling of each feature to a greatest absolute value of 1.</summary>
/// <remarks>Zeros stay zeros. Missing values stay missing; categorical and boolean features are left as they are.</remarks>
public sealed record MaxAbsScaler : IStreamingTransformer
{
    /// <summary>Gets the names of the features to scale; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context) =>
        ScalingModel.Learn(this, data, context, Columns, sample => (0, Math.Max(Math.Abs(sample.Minimum), Math.Abs(sample.Maximum))));

    /// <inheritdoc/>
    public ITransformModel FitStream(IDataStream stream, FitContext context) =>
        ScalingModel.LearnStream(this, stream, context, Columns, (moments, feature) => (0, Math.Max(Math.Abs(moments.Minimum(feature)), Math.Abs(moments.Maximum(feature)))));
}
