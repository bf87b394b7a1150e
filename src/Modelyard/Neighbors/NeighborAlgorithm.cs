namespace Modelyard.Neighbors;

/// <summary>Says how the nearest rows are found; all ways find the same ones.</summary>
public enum NeighborAlgorithm
{
    /// <summary>A tree of boxes for few features, else every row.</summary>
    Auto,

    /// <summary>Every row is compared; euclidean, cosine and haversine distances of many rows at a time.</summary>
    Brute,

    /// <summary>A tree of boxes: for few features.</summary>
    KdTree,

    /// <summary>A tree of balls: for more features that hang together, and for distances that boxes bound badly.</summary>
    BallTree,
}
