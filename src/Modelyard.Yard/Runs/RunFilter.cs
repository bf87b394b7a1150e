namespace Modelyard.Lifecycle;

/// <summary>Says which runs are listed; what is null does not matter.</summary>
public sealed record RunFilter
{
    /// <summary>Gets the name.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Gets the run of which they are parts.</summary>
    public string? Parent { get; init; }

    /// <summary>Gets a text that the name, the identifier, the data file, the command or a tag has in it, in letters of either case.</summary>
    public string? Text { get; init; }

    /// <summary>Gets the status as it was written: a run whose process has died is still <see cref="RunStatus.Running"/>.</summary>
    public RunStatus? Status { get; init; }
}
