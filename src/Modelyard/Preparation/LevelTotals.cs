using Modelyard.Learning;

namespace Modelyard.Preparation;

/// <summary>Represents how often each level of the chosen categorical features occurs.</summary>
internal sealed class LevelTotals : IMergeable<LevelTotals>
{
    private readonly FeatureSchema _schema;
    private readonly bool[] _chosen;

    internal LevelTotals(FeatureSchema schema, bool[] chosen)
    {
        _schema = schema;
        _chosen = chosen;
        Counts = [.. schema.Select((feature, i) => chosen[i] ? new LevelCounts(feature.Levels.Count) : null)];
    }

    /// <summary>Gets the counts of each feature; null for one that was not chosen.</summary>
    internal LevelCounts?[] Counts { get; }

    /// <inheritdoc/>
    public LevelTotals Empty() => new(_schema, _chosen);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        for (int feature = 0; feature < Counts.Length; feature++)
        {
            Counts[feature]?.Add(block, feature);
        }
    }

    /// <inheritdoc/>
    public void Merge(LevelTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int feature = 0; feature < Counts.Length; feature++)
        {
            Counts[feature]?.Merge(other.Counts[feature]!);
        }
    }
}
