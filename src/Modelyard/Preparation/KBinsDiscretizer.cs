using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents the cutting of each feature into bins.</summary>
/// <remarks>
/// A value on an edge belongs to the bin above it; one beyond the ends to the first or the last bin. Bins without width are left out. A missing value stays missing as the number of
/// a bin, and is in none of the columns.
/// </remarks>
public sealed record KBinsDiscretizer : ITransformer
{
    private const double LeastWidth = 1e-8;

    /// <summary>Gets the number of bins.</summary>
    [Hyperparameter(Meaning = "Number of bins.", Minimum = 2, Maximum = 10_000, Search = [3, 20])]
    public int Bins { get; init; } = 5;

    /// <summary>Gets where the edges are.</summary>
    [Hyperparameter(Meaning = "Where the edges are.", SearchAll = true)]
    public KnotPlacement Placement { get; init; } = KnotPlacement.Quantile;

    /// <summary>Gets what a bin becomes.</summary>
    [Hyperparameter(Meaning = "What a bin becomes.")]
    public BinEncoding Encoding { get; init; } = BinEncoding.OneHot;

    /// <summary>Gets the names of the features to cut; null for all numbers and timestamps.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <inheritdoc/>
    public LearnerTraits Traits { get; } = new() { MissingValues = true, Categories = true };

    /// <inheritdoc/>
    public ITransformModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        bool[] chosen = FeatureSelection.Mark(data.Schema, Columns, feature => feature.Kind is FeatureKind.Numeric or FeatureKind.Timestamp || (Columns is not null && !feature.IsCategorical));
        double[]?[] edges = new double[]?[data.FeatureCount];
        for (int feature = 0; feature < edges.Length; feature++)
        {
            context.Checkpoint();
            edges[feature] = chosen[feature] ? Cut(new WeightedSample(data, feature, context)) : null;
        }

        return new BinModel(data.Schema, edges, Encoding);
    }

    /// <summary>Computes the edges between the bins; none where the feature does not vary.</summary>
    private double[] Cut(WeightedSample sample)
    {
        if (sample.IsEmpty || !(sample.Maximum > sample.Minimum) || !double.IsFinite(sample.Maximum - sample.Minimum))
        {
            return [];
        }

        double low = sample.Minimum, range = sample.Maximum - low;
        double[] all = [.. Enumerable.Range(0, Bins + 1).Select(i => Placement == KnotPlacement.Uniform ? low + (i * (range / Bins)) : sample.Quantile((double)i / Bins))];
        if (Placement == KnotPlacement.Uniform)
        {
            return all[1..^1];
        }

        // As in scikit-learn: an edge goes if the bin below it has next to no width, and the first always stays.
        double[] kept = [all[0], .. Enumerable.Range(1, Bins).Where(i => all[i] - all[i - 1] > LeastWidth).Select(i => all[i])];
        return kept.Length > 2 ? kept[1..^1] : [];
    }
}
