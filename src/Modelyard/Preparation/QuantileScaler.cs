using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the mapping of each feature to its rank: evenly spread from 0 to 1.</summary>
/// <remarks>
/// A value between two landmarks is interpolated, one outside the range of the training data comes out as 0 or 1. Among equal landmarks the middle rank is
/// taken, as in scikit-learn. Missing values stay missing; categorical and boolean features are left as they are.
/// </remarks>
public sealed record QuantileScaler : ITransformer
{
    /// <summary>Gets the greatest number of landmarks.</summary>
    [Hyperparameter(Meaning = "The greatest number of quantiles kept.", Minimum = 2, Maximum = 100_000)]
    public int Landmarks { get; init; } = 1000;

    /// <summary>Gets the names of the features to scale; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        FitChecks.Run(this, data, context);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind is FeatureKind.Numeric or FeatureKind.Timestamp || (Columns is not null && !feature.IsCategorical));
        double[][] landmarks = new double[data.FeatureCount][];
        for (int feature = 0; feature < landmarks.Length; feature++)
        {
            context.Checkpoint();
            landmarks[feature] = [];
            var sample = new WeightedSample(data, feature, context);
            if (chosen[feature] && !sample.IsEmpty)
            {
                int count = (int)Math.Clamp(Math.Ceiling(sample.TotalWeight), 2, Landmarks);
                landmarks[feature] = [.. Enumerable.Range(0, count).Select(i => sample.Quantile(i / (count - 1.0)))];
            }
        }

        return new QuantileModel(data.Schema, landmarks);
    }
}
