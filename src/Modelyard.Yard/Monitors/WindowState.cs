namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what came of a window.</summary>
public enum WindowState
{
    /// <summary>Nothing has moved.</summary>
    Quiet,

    /// <summary>Something has moved.</summary>
    Drifted,

    /// <summary>It belongs to the reference, or was learned from.</summary>
    Learning,

    /// <summary>It has too few rows to be judged.</summary>
    Sparse,

    /// <summary>There is nothing yet to compare it with.</summary>
    NoReference,
}
