using Modelyard.Learning;

namespace Modelyard.Lifecycle;

/// <summary>Represents a run as the yard knows it.</summary>
public sealed record Run
{
    /// <summary>Gets the identifier; those of later runs sort after those of earlier ones.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind, as in <c>train</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets how far the run is.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets the moment of its start, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Gets the moment of its end, in UTC; null while it goes on, or if its process died.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Gets the command line; null if there is none.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Gets the seed; null if there is none.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the run of which this one is a part; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets the data file; null if there is none.</summary>
    public RunData? Data { get; init; }

    /// <summary>Gets the columns that were read, without their levels; null if they are not known.</summary>
    public FeatureSchema? Schema { get; init; }

    /// <summary>Gets the hyperparameters by name.</summary>
    public required IReadOnlyDictionary<string, string> Hyperparameters { get; init; }

    /// <summary>Gets the metrics by name and step; in a list of runs, only the last step of each.</summary>
    public required IReadOnlyList<RunMetric> Metrics { get; init; }

    /// <summary>Gets how long the parts of the run took, by name.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> Durations { get; init; }

    /// <summary>Gets where it ran: <c>os</c>, <c>cpu</c>, <c>cores</c>, <c>dotnet</c>, <c>modelyard</c>, and <c>commit</c> in a git repository.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Gets the tags by name.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>Gets the warnings in order.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Gets the files that the run made, by name.</summary>
    public required IReadOnlyList<RunArtifact> Artifacts { get; init; }
}
