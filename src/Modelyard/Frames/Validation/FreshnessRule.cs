namespace Modelyard.Frames.Validation;

/// <summary>Represents how old the newest time of a column may be.</summary>
/// <remarks>Times without a zone count as UTC. A table without a time in the column is not fresh.</remarks>
/// <param name="Column">The name of a column of timestamps.</param>
/// <param name="Within">The greatest age, more than zero.</param>
public sealed record FreshnessRule(string Column, TimeSpan Within)
{
    /// <summary>Gets what an old table means.</summary>
    public Severity Severity { get; init; }
}
