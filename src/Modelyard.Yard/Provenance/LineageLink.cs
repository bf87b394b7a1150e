namespace Modelyard.Lifecycle.Provenance;

/// <summary>Represents that something came of something else.</summary>
/// <param name="From">The node that was there first.</param>
/// <param name="To">The node that came of it.</param>
public sealed record LineageLink(string From, string To);
