using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the edges between the bins of each feature.</summary>
public sealed class BinModel : ITransformModel, IPersistent<BinModel>
{
    private readonly double[]?[] _edges;
    private readonly int[] _starts;
    private readonly BinEncoding _encoding;

    internal BinModel(FeatureSchema features, double[]?[] edges, BinEncoding encoding)
    {
        Features = features;
        _edges = edges;
        _encoding = encoding;
        _starts = new int[features.Count];
        var outputs = new List<Feature>();
        for (int feature = 0; feature < edges.Length; feature++)
        {
            _starts[feature] = outputs.Count;
            outputs.AddRange(edges[feature] switch
            {
                null => [features[feature]],
                { } own when encoding == BinEncoding.OneHot => Enumerable.Range(0, own.Length + 1).Select(bin => new Feature($"{features[feature].Name} {Range(own, bin)}", FeatureKind.Boolean)),
                _ => [new Feature($"{features[feature].Name} bin")],
            });
        }

        Outputs = OutputSchema.Of(features, outputs);
    }

    /// <inheritdoc/>
    public static string TypeName => "bins";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the first output of each feature.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <inheritdoc/>
    public static BinModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int[] counts = state.ReadInts("counts", features.Count);
        double[] all = state.ReadDoubles("edges");
        if (Array.Exists(counts, count => count < -1) || counts.Sum(count => (long)Math.Max(0, count)) != all.Length)
        {
            throw new ModelFormatException("The value 'counts' of the model must hold the number of edges of each feature, -1 for one that is not cut.");
        }

        double[]?[] edges = new double[]?[counts.Length];
        int at = 0;
        for (int feature = 0; feature < counts.Length; feature++)
        {
            if (counts[feature] < 0)
            {
                continue;
            }

            double[] own = edges[feature] = all[at..(at + counts[feature])];
            at += own.Length;
            if (!Array.TrueForAll(own, double.IsFinite) || Enumerable.Range(1, Math.Max(0, own.Length - 1)).Any(i => own[i] < own[i - 1]))
            {
                throw new ModelFormatException("The value 'edges' of the model must ascend within each feature.");
            }
        }

        return new BinModel(features, edges, state.ReadEnum<BinEncoding>("encoding"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("encoding", _encoding.ToString());
        state.Write("counts", _edges.Select(own => own?.Length ?? -1).ToArray().AsSpan());
        state.Write("edges", _edges.SelectMany(own => own ?? []).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        result[..Outputs.Count].Clear();
        for (int feature = 0; feature < _edges.Length; feature++)
        {
            double value = row[feature];
            if (_edges[feature] is not { } edges)
            {
                result[_starts[feature]] = value;
            }
            else if (_encoding == BinEncoding.Ordinal)
            {
                result[_starts[feature]] = double.IsNaN(value) ? double.NaN : Bin(edges, value);
            }
            else if (!double.IsNaN(value))
            {
                result[_starts[feature] + Bin(edges, value)] = 1;
            }
        }
    }

    /// <summary>Counts the edges at or below a value.</summary>
    private static int Bin(double[] edges, double value)
    {
        int low = 0, high = edges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = edges[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static string Range(double[] edges, int bin) => (bin == 0, bin == edges.Length) switch
    {
        (true, true) => "any",
        (true, _) => $"< {Hyperparameter.Format(edges[0])}",
        (_, true) => $">= {Hyperparameter.Format(edges[^1])}",
        _ => $"{Hyperparameter.Format(edges[bin - 1])} to {Hyperparameter.Format(edges[bin])}",
    };
}
