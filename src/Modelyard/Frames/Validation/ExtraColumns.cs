namespace Modelyard.Frames.Validation;

/// <summary>Names what becomes of columns that a schema does not name.</summary>
public enum ExtraColumns
{
    /// <summary>They may be there.</summary>
    Allowed,

    /// <summary>Each of them is a failure.</summary>
    Refused,

    /// <summary>They may be there, and coercion leaves them out.</summary>
    Dropped,
}
