using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the rows of a reference, and how rows of it and of windows are laid out as features: the inputs if they are known, and what was predicted.</summary>
internal sealed class ReferenceRows
{
    // Of more classes the probabilities are left out beside inputs, which they follow from.
    private const int MostClasses = 10;

    private readonly int _inputs;
    private readonly bool _hasPredicted;

    internal ReferenceRows(Predictions predictions, Dataset? inputs)
    {
        Predictions = predictions;
        Inputs = inputs;
        _inputs = inputs?.FeatureCount ?? 0;
        _hasPredicted = inputs is null || predictions.Classes.Count <= MostClasses;
        Weights = new double[predictions.Count];
        Array.Fill(Weights, 1);
        predictions.Weights.CopyTo(Weights);
        Schema = Describe(predictions, inputs);
        Features = Lay(predictions, inputs);
        Ranges = inputs is null ? null : InputRanges.Of(inputs.Features, inputs.Schema);
    }

    internal Predictions Predictions { get; }

    internal Dataset? Inputs { get; }

    internal double[] Weights { get; }

    internal FeatureSchema Schema { get; }

    /// <summary>Gets the features of the rows.</summary>
    internal Matrix Features { get; }

    /// <summary>Gets the values of the inputs; null if they are not known.</summary>
    internal InputRanges? Ranges { get; }

    /// <summary>Lays out rows as features.</summary>
    internal Matrix Lay(Predictions predictions, Dataset? inputs)
    {
        var features = new Matrix(predictions.Count, Schema.Count);
        int first = predictions.Classes.Count == 2 ? 1 : 0;
        for (int row = 0; row < features.Rows; row++)
        {
            Span<double> own = features.Row(row);
            inputs?.Features.Row(row).CopyTo(own);
            for (int j = _inputs; j < own.Length; j++)
            {
                own[j] = predictions.Probabilities is { } probabilities ? ChanceCurves.LogOdds(probabilities[row, first + j - _inputs]) : predictions.Predicted[row];
            }
        }

        return features;
    }

    private FeatureSchema Describe(Predictions predictions, Dataset? inputs)
    {
        var taken = new HashSet<string>(inputs?.Schema.Select(feature => feature.Name) ?? [], StringComparer.Ordinal);
        string Unique(string name)
        {
            while (!taken.Add(name))
            {
                name += "'";
            }

            return name;
        }

        IEnumerable<string> names = !_hasPredicted ? []
            : predictions.Task == TaskKind.Regression ? ["predicted"]
            : predictions.Classes.Skip(predictions.Classes.Count == 2 ? 1 : 0).Select(label => $"odds of {label}");
        return new FeatureSchema([.. inputs?.Schema ?? Enumerable.Empty<Feature>(), .. names.Select(name => new Feature(Unique(name)))]);
    }
}
