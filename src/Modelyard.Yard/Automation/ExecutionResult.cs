using Modelyard.Lifecycle.Challengers;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Represents what came of an execution.</summary>
public sealed record ExecutionResult
{
    /// <summary>Gets the exit code of the command; null of a retraining.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets what the command said on standard output and standard error, the end of it if it was much; empty of a retraining.</summary>
    public string Output { get; init; } = "";

    /// <summary>Gets the run that made the challenger; null if there is none.</summary>
    public string? Run { get; init; }

    /// <summary>Gets the recipe that the challenger was made by, as JSON; null if there is none.</summary>
    public string? Recipe { get; init; }

    /// <summary>Gets what the challenger was learned from, in words; empty of a command.</summary>
    public string Data { get; init; } = "";

    /// <summary>Gets the digest of the rows that the challenger was learned from; null if there is none.</summary>
    public string? Digest { get; init; }

    /// <summary>Gets the number of rows that the challenger was learned from.</summary>
    public int Rows { get; init; }

    /// <summary>Gets how the challenger and the version in production did; null of a command.</summary>
    public ChallengerComparison? Comparison { get; init; }

    /// <summary>Gets what the rule decided; null of a command.</summary>
    public PromotionDecision? Decision { get; init; }
}
