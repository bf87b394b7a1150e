namespace Modelyard.Linear;

/// <summary>Says whether a prediction rises or falls with its feature.</summary>
public enum MonotonicDirection
{
    /// <summary>As the rank correlation of feature and target says.</summary>
    Auto,

    /// <summary>A greater feature never lowers the prediction.</summary>
    Increasing,

    /// <summary>A greater feature never raises the prediction.</summary>
    Decreasing,
}
