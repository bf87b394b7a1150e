using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the values that stand in for missing ones.</summary>
public sealed class ImputerModel : ITransformModel, IPersistent<ImputerModel>
{
    private readonly double[] _fills;
    private readonly int[] _indicated;

    internal ImputerModel(FeatureSchema features, double[] fills, bool[] indicated)
    {
        Features = features;
        _fills = fills;
        _indicated = [.. Enumerable.Range(0, indicated.Length).Where(feature => indicated[feature])];
        Outputs = OutputSchema.Of(features, features.Concat(_indicated.Select(feature => new Feature(features[feature].Name + " is missing", FeatureKind.Boolean))));
    }

    /// <inheritdoc/>
    public static string TypeName => "imputer";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets what stands in for each feature; NaN where the feature is left as it is.</summary>
    public ReadOnlySpan<double> Fills => _fills;

    /// <summary>Gets the features whose missing values have an output of their own, behind all features.</summary>
    internal ReadOnlySpan<int> Indicated => _indicated;

    /// <inheritdoc/>
    public static ImputerModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        bool[] indicated = [.. state.ReadBytes("indicated", features.Count).Select(mark => mark != 0)];
        return new ImputerModel(features, state.ReadDoubles("fills", features.Count), indicated);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        byte[] indicated = new byte[_fills.Length];
        foreach (int feature in _indicated)
        {
            indicated[feature] = 1;
        }

        state.Write("features", Features);
        state.Write("fills", _fills.AsSpan());
        state.Write("indicated", indicated.AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int feature = 0; feature < _fills.Length; feature++)
        {
            double value = row[feature];
            result[feature] = double.IsNaN(value) ? _fills[feature] : value;
        }

        for (int i = 0; i < _indicated.Length; i++)
        {
            result[_fills.Length + i] = double.IsNaN(row[_indicated[i]]) ? 1 : 0;
        }
    }
}
