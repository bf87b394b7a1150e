namespace Modelyard.Trees.Boosting;

/// <summary>Represents a node while its tree grows.</summary>
internal sealed class GrowingNode
{
    /// <summary>Gets the node's place in the tree.</summary>
    internal required int Id { get; init; }

    internal required int Depth { get; init; }

    /// <summary>Gets the first of the node's rows in its buffer.</summary>
    internal required int Start { get; init; }

    /// <summary>Gets which of the two row buffers holds the node's rows; -1 for a root of all rows in order.</summary>
    internal required int Buffer { get; init; }

    /// <summary>Gets or sets the groups of features that hold every feature on the way to the node; null if any features may meet.</summary>
    internal int[]? OpenGroups { get; set; }

    internal NodeSums Sums { get; set; }

    internal double Value { get; set; }

    /// <summary>Gets or sets the least value that the constraints allow.</summary>
    internal double Lower { get; set; } = double.NegativeInfinity;

    /// <summary>Gets or sets the greatest value that the constraints allow.</summary>
    internal double Upper { get; set; } = double.PositiveInfinity;

    internal PinnedArray<long>? Histogram { get; set; }

    /// <summary>The best split found; its gain is 0 if there is none.</summary>
    internal SplitCandidate Split;
}
