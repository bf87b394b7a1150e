namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names what the windows of a monitor are compared with.</summary>
public enum ReferenceKind
{
    /// <summary>The training data of the model, by the profile in its file; what it predicts with the first windows, as a profile knows no predictions.</summary>
    Training,

    /// <summary>The first windows.</summary>
    First,

    /// <summary>The windows before.</summary>
    Previous,

    /// <summary>The windows of the same weekday and time, of the weeks before.</summary>
    Weekday,

    /// <summary>The rows of a time.</summary>
    Period,

    /// <summary>The rows of a file.</summary>
    File,
}
