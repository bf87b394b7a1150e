using Modelyard.Learning;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents limits within which the values of features are kept: one beyond becomes the limit.</summary>
public sealed class ClippingModel : ITransformModel, IPersistent<ClippingModel>
{
    private readonly double[] _lower;
    private readonly double[] _upper;

    internal ClippingModel(FeatureSchema features, double[] lower, double[] upper)
    {
        Features = features;
        _lower = lower;
        _upper = upper;
    }

    /// <inheritdoc/>
    public static string TypeName => "clipping";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs => Features;

    /// <summary>Gets the least value of each feature; negative infinity where there is no limit.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    /// <summary>Gets the greatest value of each feature; infinity where there is no limit.</summary>
    public ReadOnlySpan<double> Upper => _upper;

    /// <inheritdoc/>
    public static ClippingModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] lower = state.ReadDoubles("lower", features.Count), upper = state.ReadDoubles("upper", features.Count);
        return Enumerable.Range(0, features.Count).All(i => lower[i] <= upper[i])
            ? new ClippingModel(features, lower, upper)
            : throw new ModelFormatException("The values 'lower' and 'upper' of the model hold a lower limit that is not at or below the upper one.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("lower", _lower.AsSpan());
        state.Write("upper", _upper.AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int i = 0; i < _lower.Length; i++)
        {
            // Comparisons with NaN are false, so that a missing value stays missing.
            double value = row[i];
            result[i] = value < _lower[i] ? _lower[i] : value > _upper[i] ? _upper[i] : value;
        }
    }
}
