using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents categorical features that are read as numbers.</summary>
public sealed class OrdinalModel : ITransformModel, IPersistent<OrdinalModel>
{
    private readonly bool[] _encoded;

    internal OrdinalModel(FeatureSchema features, bool[] encoded)
    {
        Features = features;
        _encoded = encoded;
        Outputs = new FeatureSchema(features.Select((feature, i) => encoded[i] ? new Feature(feature.Name) : feature));
    }

    /// <inheritdoc/>
    public static string TypeName => "ordinal";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <inheritdoc/>
    public static OrdinalModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        return new OrdinalModel(features, [.. state.ReadBytes("encoded", features.Count).Select(mark => mark != 0)]);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("encoded", _encoded.Select(mark => (byte)(mark ? 1 : 0)).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        row.CopyTo(result);
    }
}
