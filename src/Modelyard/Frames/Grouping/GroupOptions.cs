namespace Modelyard.Frames;

/// <summary>Represents how rows are grouped.</summary>
public sealed record GroupOptions
{
    /// <summary>Gets a value indicating whether groups are sorted by their keys. Otherwise they stand in the order in which they first occur.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Gets a value indicating whether rows with a missing key form groups too. Otherwise they belong to none.</summary>
    public bool KeepMissing { get; init; }
}
