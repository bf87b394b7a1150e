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
}
