namespace Modelyard.Frames;

/// <summary>Names what the cells of a column hold.</summary>
public enum ColumnKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>64-bit integers.</summary>
    Integer,

    /// <summary>Double-precision numbers.</summary>
    Double,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>One of a few levels.</summary>
    Category,

    /// <summary>A date, or a date and a time of day.</summary>
    Timestamp,
}
