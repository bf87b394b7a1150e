namespace Modelyard.Selection.Features;

/// <summary>Says from where a sequential selection starts and where it goes.</summary>
public enum SelectionDirection
{
    /// <summary>From no feature; the best one is added.</summary>
    Forward,

    /// <summary>From all features; the one that costs least is removed.</summary>
    Backward,

    /// <summary>From no feature; after each one that is added, those are removed without which the set is better than the best known of its size.</summary>
    Floating,
}
