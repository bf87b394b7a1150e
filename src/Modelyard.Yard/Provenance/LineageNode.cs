namespace Modelyard.Lifecycle.Provenance;

/// <summary>Represents a node of a lineage.</summary>
/// <param name="Id">What tells it from the other nodes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called.</param>
public sealed record LineageNode(string Id, LineageNodeKind Kind, string Title)
{
    /// <summary>Gets what is known of it, each fact with its name, the most important first.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
}
