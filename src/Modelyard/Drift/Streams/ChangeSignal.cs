namespace Modelyard.Drift;

/// <summary>Says what a detector makes of a stream after its last number.</summary>
public enum ChangeSignal
{
    /// <summary>Nothing speaks for a change.</summary>
    None,

    /// <summary>A change may have begun.</summary>
    Warning,

    /// <summary>The stream has changed; the detector begins anew with what comes after.</summary>
    Change,
}
