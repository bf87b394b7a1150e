namespace Modelyard.Lifecycle.Automation;

/// <summary>Says how far an execution is.</summary>
public enum ExecutionState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being carried out.</summary>
    Running,

    /// <summary>The command ended well.</summary>
    Done,

    /// <summary>A challenger is registered and waits for a person.</summary>
    Waiting,

    /// <summary>The challenger has taken the place of the version in production.</summary>
    Promoted,

    /// <summary>A person rejected the challenger.</summary>
    Rejected,

    /// <summary>The rule kept the version in production.</summary>
    Kept,

    /// <summary>It went wrong.</summary>
    Failed,

    /// <summary>Its process ended before it did; it is not started again by itself.</summary>
    Interrupted,

    /// <summary>It was not carried out, as the rule allows no more for now.</summary>
    Skipped,
}
