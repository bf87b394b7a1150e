namespace Modelyard.Lifecycle;

/// <summary>Represents that an alias came to point to a version, whoever moved it.</summary>
/// <param name="Version">The number of the version; null if the alias was removed.</param>
/// <param name="Moved">The moment, in UTC.</param>
public sealed record AliasMove(int? Version, DateTime Moved);
