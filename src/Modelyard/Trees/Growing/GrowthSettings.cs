namespace Modelyard.Trees.Growing;

/// <summary>Represents what limits the growth of a tree, with every 'none' resolved.</summary>
internal sealed record GrowthSettings
{
    public int MaxDepth { get; init; } = int.MaxValue;

    public int MinSamplesSplit { get; init; } = 2;

    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>Gets the number of features that compete at a split.</summary>
    public int Candidates { get; init; }

    /// <summary>Gets the number of leaves at which a tree that grows its best leaf first stops, or null for a tree that grows to its depth.</summary>
    public int? MaxLeafNodes { get; init; }

    public double MinImpurityDecrease { get; init; }

    public double CostComplexityAlpha { get; init; }

    /// <summary>Gets a value indicating whether the steps of pruning are wanted beside the tree.</summary>
    public bool TracesPruning { get; init; }

    /// <summary>Gets a value indicating whether thresholds are drawn, not searched.</summary>
    public bool RandomThresholds { get; init; }

    /// <summary>Resolves how many features compete at a split.</summary>
    /// <param name="features">The number of features.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="share">The share that replaces the rule, or null.</param>
    /// <returns>At least 1.</returns>
    public static int CountCandidates(int features, MaxFeatures rule, double? share)
    {
        double count = share is { } part ? part * features : rule switch
        {
            MaxFeatures.Sqrt => Math.Sqrt(features),
            MaxFeatures.Log2 => Math.Log2(features),
            MaxFeatures.Third => features / 3.0,
            _ => features,
        };
        return Math.Clamp((int)count, 1, Math.Max(1, features));
    }
}
