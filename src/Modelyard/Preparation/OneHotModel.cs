using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the column of each level of each encoded feature.</summary>
public sealed class OneHotModel : ITransformModel, IPersistent<OneHotModel>
{
    internal const int NoColumn = -1;

    // For an encoded feature: the column of each level, then that of unknown levels, then that of missing values; null for a feature that is passed on.
    private readonly int[]?[] _columns;
    private readonly int[] _starts;

    internal OneHotModel(FeatureSchema features, int[]?[] columns)
    {
        Features = features;
        _columns = columns;
        _starts = new int[columns.Length];
        var outputs = new List<Feature>();
        for (int feature = 0; feature < columns.Length; feature++)
        {
            _starts[feature] = outputs.Count;
            outputs.AddRange(columns[feature] is { } own ? Name(features[feature], own) : [features[feature]]);
        }

        Outputs = OutputSchema.Of(features, outputs);
    }

    /// <inheritdoc/>
    public static string TypeName => "one-hot";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the first output of each feature.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <inheritdoc/>
    public static OneHotModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        byte[] encoded = state.ReadBytes("encoded", features.Count);
        int[] all = state.ReadInts("columns");
        int[]?[] columns = new int[features.Count][];
        int start = 0;
        for (int feature = 0; feature < columns.Length; feature++)
        {
            int length = encoded[feature] == 0 ? 0 : features[feature].Levels.Count + 2;
            if (length > all.Length - start)
            {
                throw new ModelFormatException("The value 'columns' of the model is too short for its features.");
            }

            if (length > 0)
            {
                columns[feature] = all.AsSpan(start, length).ToArray();
                int count = columns[feature]!.Max() + 1;
                if (columns[feature]!.Min() < NoColumn || columns[feature]!.Where(column => column >= 0).Distinct().Count() != count)
                {
                    throw new ModelFormatException("The value 'columns' of the model must number the columns of each feature from 0 on.");
                }
            }

            start += length;
        }

        return new OneHotModel(features, columns);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("encoded", _columns.Select(columns => (byte)(columns is null ? 0 : 1)).ToArray().AsSpan());
        state.Write("columns", _columns.SelectMany(columns => columns ?? []).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        result[..Outputs.Count].Clear();
        for (int feature = 0; feature < _columns.Length; feature++)
        {
            double code = row[feature];
            if (_columns[feature] is not { } columns)
            {
                result[_starts[feature]] = code;
                continue;
            }

            int levels = columns.Length - 2;
            int column = double.IsNaN(code) ? columns[levels + 1] : code >= 0 && code < levels ? columns[(int)code] : columns[levels];
            if (column >= 0)
            {
                result[_starts[feature] + column] = 1;
            }
        }
    }

    private static IEnumerable<Feature> Name(Feature feature, int[] columns)
    {
        int count = columns.Max() + 1, levels = columns.Length - 2;
        string[] names = new string[count];
        for (int level = levels - 1; level >= 0; level--)
        {
            if (columns[level] >= 0)
            {
                names[columns[level]] = $"{feature.Name}={feature.Levels[level]}";
            }
        }

        if (columns[levels] >= 0)
        {
            names[columns[levels]] = $"{feature.Name} is rare";
        }

        if (columns[levels + 1] >= 0)
        {
            names[columns[levels + 1]] = $"{feature.Name} is missing";
        }

        return names.Select(name => new Feature(name, FeatureKind.Boolean));
    }
}
