using Modelyard.Learning;

namespace Modelyard.Lifecycle;

/// <summary>Represents what is known of a run when it starts.</summary>
public sealed record RunStart
{
    /// <summary>Gets the name, chosen by the user.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the kind, as in <c>train</c>.</summary>
    public string Kind { get; init; } = "train";

    /// <summary>Gets the command line; null if there is none.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Gets the hyperparameters by name.</summary>
    public IReadOnlyDictionary<string, string> Hyperparameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the seed; null if there is none.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the data file; null if there is none.</summary>
    public RunData? Data { get; init; }

    /// <summary>Gets the columns that are read, of which name and kind are kept; null if they are not known.</summary>
    public FeatureSchema? Schema { get; init; }

    /// <summary>Gets the run of which this one is a part; null if there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets the tags by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
