using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents what each level of each encoded feature says of the target.</summary>
public sealed class TargetEncodingModel : ITransformModel, IPersistent<TargetEncodingModel>
{
    // For an encoded feature: the encodings of each level, then of unknown levels, then of missing values, each of _width numbers; null for one that is passed on.
    private readonly double[]?[] _tables;
    private readonly int[] _starts;
    private readonly int _width;
    private readonly IReadOnlyList<string> _classes;

    internal TargetEncodingModel(FeatureSchema features, double[]?[] tables, int width, IReadOnlyList<string> classes)
    {
        Features = features;
        _tables = tables;
        _width = width;
        _classes = classes;
        _starts = new int[tables.Length];
        var outputs = new List<Feature>();
        for (int feature = 0; feature < tables.Length; feature++)
        {
            _starts[feature] = outputs.Count;
            if (tables[feature] is null)
            {
                outputs.Add(features[feature]);
            }
            else
            {
                string name = features[feature].Name;
                outputs.AddRange(Enumerable.Range(0, width).Select(part => new Feature(width == 1 ? $"{name} by target" : $"{name} by {classes[part]}")));
            }
        }

        Outputs = OutputSchema.Of(features, outputs);
    }

    /// <inheritdoc/>
    public static string TypeName => "target-encoding";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the first output of each feature.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <inheritdoc/>
    public static TargetEncodingModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int width = classes.Count > 2 ? classes.Count : 1;
        byte[] encoded = state.ReadBytes("encoded", features.Count);
        double[] all = state.ReadDoubles("encodings");
        double[]?[] tables = new double[features.Count][];
        int start = 0;
        for (int feature = 0; feature < tables.Length; feature++)
        {
            long length = encoded[feature] == 0 ? 0 : (long)width * (features[feature].Levels.Count + 2);
            if (length > all.Length - start)
            {
                throw new ModelFormatException("The value 'encodings' of the model is too short for its features.");
            }

            tables[feature] = length == 0 ? null : all.AsSpan(start, (int)length).ToArray();
            start += (int)length;
        }

        return new TargetEncodingModel(features, tables, width, classes);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("classes", _classes);
        state.Write("encoded", _tables.Select(table => (byte)(table is null ? 0 : 1)).ToArray().AsSpan());
        state.Write("encodings", _tables.SelectMany(table => table ?? []).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        for (int feature = 0; feature < _tables.Length; feature++)
        {
            double code = row[feature];
            if (_tables[feature] is not { } table)
            {
                result[_starts[feature]] = code;
                continue;
            }

            int levels = (table.Length / _width) - 2;
            int slot = double.IsNaN(code) ? levels + 1 : code >= 0 && code < levels ? (int)code : levels;
            table.AsSpan(slot * _width, _width).CopyTo(result[_starts[feature]..]);
        }
    }
}
