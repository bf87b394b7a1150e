using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the power, shift and stretch of each feature.</summary>
public sealed class PowerModel : ITransformModel, IPersistent<PowerModel>
{
    private readonly PowerCurve[] _curves;

    internal PowerModel(FeatureSchema features, PowerCurve[] curves)
    {
        Features = features;
        _curves = curves;
    }

    /// <inheritdoc/>
    public static string TypeName => "powers";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs => Features;

    /// <summary>Gets the power of each feature; 1 for one that is left as it is.</summary>
    public IReadOnlyList<double> Powers => [.. _curves.Select(curve => curve.Power)];

    /// <inheritdoc/>
    public static PowerModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        byte[] kinds = state.ReadBytes("kinds", features.Count);
        double[] powers = state.ReadDoubles("powers", features.Count), centers = state.ReadDoubles("centers", features.Count), scales = state.ReadDoubles("scales", features.Count);
        bool suits = Array.TrueForAll(kinds, kind => Enum.IsDefined((PowerKind)kind))
            && Array.TrueForAll(powers, double.IsFinite) && Array.TrueForAll(centers, double.IsFinite) && Array.TrueForAll(scales, scale => double.IsFinite(scale) && scale > 0);
        return suits
            ? new PowerModel(features, [.. kinds.Select((kind, i) => new PowerCurve((PowerKind)kind, powers[i], centers[i], scales[i]))])
            : throw new ModelFormatException("The powers of the model must be of a known kind and hold finite numbers, the scales greater than 0.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("kinds", _curves.Select(curve => (byte)curve.Kind).ToArray().AsSpan());
        state.Write("powers", _curves.Select(curve => curve.Power).ToArray().AsSpan());
        state.Write("centers", _curves.Select(curve => curve.Center).ToArray().AsSpan());
        state.Write("scales", _curves.Select(curve => curve.Scale).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int i = 0; i < _curves.Length; i++)
        {
            result[i] = _curves[i].At(row[i]);
        }
    }
}
