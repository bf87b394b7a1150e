namespace Modelyard.Trees.Boosting;

/// <summary>Holds what bounds and steers the growth of a tree.</summary>
internal sealed record GrowthSettings
{
    internal int MaxLeafNodes { get; init; } = int.MaxValue;

    internal int MaxDepth { get; init; } = int.MaxValue;

    internal int MinSamplesLeaf { get; init; } = 20;

    internal double MinHessian { get; init; } = 1e-3;

    internal double L2 { get; init; }

    internal double FeatureShare { get; init; } = 1;

    /// <summary>Gets the share of the features that each tree chooses from.</summary>
    internal double TreeFeatureShare { get; init; } = 1;

    /// <summary>Gets the features that may meet on a way to a leaf; null if all may.</summary>
    internal InteractionGroups? Groups { get; init; }

    internal double CategorySmoothing { get; init; } = 10;

    /// <summary>Gets -1, 0 or 1 for each feature; null if none is constrained.</summary>
    internal sbyte[]? Directions { get; init; }
}
