namespace Modelyard.Lifecycle;

/// <summary>Says how far a run is.</summary>
public enum RunStatus
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>A fault ended it.</summary>
    Failed,

    /// <summary>The user ended it.</summary>
    Cancelled,

    /// <summary>Its process died before it ended.</summary>
    Interrupted,
}
