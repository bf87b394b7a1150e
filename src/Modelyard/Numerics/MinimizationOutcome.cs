namespace Modelyard.Numerics;

/// <summary>Specifies why a minimisation ended.</summary>
public enum MinimizationOutcome
{
    /// <summary>The gradient is small enough, or the value no longer changes by more than the tolerance.</summary>
    Converged,

    /// <summary>The greatest number of iterations was reached.</summary>
    IterationLimit,

    /// <summary>The caller asked for the end, as when time is up.</summary>
    Stopped,

    /// <summary>No step along the direction lowers the value: the limit of the arithmetic, or a gradient that is wrong.</summary>
    NoProgress,
}
