namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents that an automation was set off, and what came of it.</summary>
public sealed record Execution
{
    /// <summary>Gets the number.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the rule as it was then.</summary>
    public required AutomationRule Rule { get; init; }

    /// <summary>Gets what set it off.</summary>
    public required ExecutionFacts Facts { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required ExecutionState State { get; init; }

    /// <summary>Gets the moment at which it was set off, in UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Gets the moment at which it was begun; null if it was not.</summary>
    public DateTime? Started { get; init; }

    /// <summary>Gets the moment at which its work ended; null if it has not.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Gets what is to be said of it, in full sentences; empty while it goes on.</summary>
    public string Told { get; init; } = "";

    /// <summary>Gets what came of it; null while it goes on, or if nothing did.</summary>
    public ExecutionResult? Result { get; init; }

    /// <summary>Gets the number of the version that was in production; null if there is no challenger.</summary>
    public int? Champion { get; init; }

    /// <summary>Gets the number of the challenger; null if there is none.</summary>
    public int? Challenger { get; init; }

    /// <summary>Gets the moment at which the challenger was promoted, kept out or rejected; null if it was not.</summary>
    public DateTime? Decided { get; init; }

    /// <summary>Gets who decided: a person, or <c>rule</c>; null if nobody has.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Gets what they said; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Gets the challenger as a reference; null if there is none.</summary>
    public string? ChallengerReference => Challenger is { } version ? $"{Facts.Model}:{version}" : null;
}
