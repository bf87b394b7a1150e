namespace Modelyard.Lifecycle;

/// <summary>Represents one version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>Gets the name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the number of the version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the moment at which it was registered, in UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Gets the run that made it; null if it is not known.</summary>
    public string? RunId { get; init; }

    /// <summary>Gets the SHA-256 digest of its model file.</summary>
    public required string Digest { get; init; }

    /// <summary>Gets the size of its model file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets its description; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets its tags by name.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Gets the aliases that point to it; <c>latest</c> is not among them.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Gets the reference that always means this version, as in <c>churn:3</c>.</summary>
    public string Reference => $"{Name}:{Version}";
}
