namespace Modelyard.Lifecycle;

/// <summary>Says where a yard lies and what it allows.</summary>
public sealed record YardOptions
{
    /// <summary>Gets the folder of the yard.</summary>
    public string Folder { get; init; } = ".modelyard";

    /// <summary>Gets a value indicating whether the yard is made if it is not there.</summary>
    public bool Create { get; init; } = true;

    /// <summary>Gets the greatest size of one artifact, in bytes.</summary>
    public long MaxArtifactBytes { get; init; } = 8L << 30;

    /// <summary>Gets how long a write waits for those of other processes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the age from which on the leftovers of a crash are removed when the yard is opened.</summary>
    public TimeSpan LeftoverAge { get; init; } = TimeSpan.FromDays(1);
}
