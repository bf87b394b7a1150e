using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the shift and stretch of each feature: (x - center) / scale.</summary>
public sealed class ScalingModel : ITransformModel, IPersistent<ScalingModel>
{
    private readonly double[] _centers;
    private readonly double[] _scales;

    internal ScalingModel(FeatureSchema features, double[] centers, double[] scales)
    {
        Features = features;
        _centers = centers;
        _scales = scales;
    }

    /// <inheritdoc/>
    public static string TypeName => "scaling";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs => Features;

    /// <summary>Gets what is subtracted from each feature.</summary>
    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>Gets what each feature is divided by, never 0.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <inheritdoc/>
    public static ScalingModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] scales = state.ReadDoubles("scales", features.Count);
        return Array.TrueForAll(scales, scale => double.IsFinite(scale) && scale != 0)
            ? new ScalingModel(features, state.ReadDoubles("centers", features.Count), scales)
            : throw new ModelFormatException("The value 'scales' of the model holds a 0 or a number that is not finite.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("centers", _centers.AsSpan());
        state.Write("scales", _scales.AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int i = 0; i < _centers.Length; i++)
        {
            result[i] = (row[i] - _centers[i]) / _scales[i];
        }
    }

    /// <summary>Learns center and scale of each chosen feature; the others are left as they are, and so is the scale of a feature that does not vary.</summary>
    internal static ScalingModel Learn(ITransformer learner, Dataset data, FitContext context, IReadOnlyList<string>? columns, Func<WeightedSample, (double Center, double Scale)> learn)
    {
        FitChecks.Run(learner, data, context);
        return Create(data.Schema, columns, feature =>
        {
            context.Checkpoint();
            var sample = new WeightedSample(data, feature, context);
            return sample.IsEmpty ? (0, 1) : learn(sample);
        });
    }

    /// <summary>Learns the same from the moments of a stream.</summary>
    internal static ScalingModel LearnStream(
        ITransformer learner, IDataStream stream, FitContext context, IReadOnlyList<string>? columns, Func<FeatureMoments, int, (double Center, double Scale)> learn)
    {
        ArgumentNullException.ThrowIfNull(stream);
        FeatureMoments moments = StreamedStatistic.Gather(learner, stream, context, new FeatureMoments(stream.Shape.Schema.Count));
        return Create(stream.Shape.Schema, columns, feature => moments.Weight(feature) == 0 ? (0, 1) : learn(moments, feature));
    }

    private static ScalingModel Create(FeatureSchema schema, IReadOnlyList<string>? columns, Func<int, (double Center, double Scale)> learn)
    {
        bool[] chosen = FeatureSelection.Mark(schema, columns, feature => feature.Kind is FeatureKind.Numeric or FeatureKind.Timestamp || (columns is not null && !feature.IsCategorical));
        double[] centers = new double[schema.Count], scales = new double[schema.Count];
        for (int feature = 0; feature < scales.Length; feature++)
        {
            scales[feature] = 1;
            if (chosen[feature])
            {
                (double center, double scale) = learn(feature);

                // Values near the greatest double have a mean, a range or a deviation that none can hold; they are left as they are.
                bool held = double.IsFinite(center) && double.IsFinite(scale);
                centers[feature] = held ? center : 0;
                scales[feature] = held && scale > 0 && double.IsFinite(1 / scale) ? scale : 1;
            }
        }

        return new ScalingModel(schema, centers, scales);
    }
}
