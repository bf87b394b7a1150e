namespace Modelyard.Frames.Validation;

/// <summary>Names what a failed check means for the table.</summary>
public enum Severity
{
    /// <summary>The table breaks its contract.</summary>
    Error,

    /// <summary>The table is valid, but someone should look.</summary>
    Warning,
}
