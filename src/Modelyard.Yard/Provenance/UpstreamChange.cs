namespace Modelyard.Lifecycle.Provenance;

/// <summary>Represents that something in front of a model's answers changed: an alias moved, a version was made, from other data or of other inputs.</summary>
/// <param name="At">The moment, in UTC.</param>
/// <param name="Summary">What changed, in a sentence.</param>
public sealed record UpstreamChange(DateTime At, string Summary);
