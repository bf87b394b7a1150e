namespace Modelyard.Neighbors;

/// <summary>Says how much each neighbour counts.</summary>
public enum NeighborWeighting
{
    /// <summary>Each alike.</summary>
    Uniform,

    /// <summary>Each by the inverse of its distance; one at distance 0 leaves the others without a say.</summary>
    Distance,
}
