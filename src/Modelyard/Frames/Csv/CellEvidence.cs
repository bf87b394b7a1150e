namespace Modelyard.Frames.Csv;

/// <summary>Names the kinds of cells that were seen in a column.</summary>
[Flags]
internal enum CellEvidence
{
    /// <summary>No cell is present.</summary>
    None = 0,

    /// <summary>True or false.</summary>
    Boolean = 1,

    /// <summary>An integer of 64 bits.</summary>
    Integer = 2,

    /// <summary>A number with a fraction or an exponent, or infinity.</summary>
    Double = 4,

    /// <summary>A date or time without time zone.</summary>
    LocalTime = 8,

    /// <summary>A time with time zone.</summary>
    ZonedTime = 16,

    /// <summary>Digits that begin with a needless zero: an identifier.</summary>
    LeadingZero = 32,

    /// <summary>An integer that needs more than 64 bits: an identifier.</summary>
    BigInteger = 64,

    /// <summary>Anything else.</summary>
    Text = 128,

    /// <summary>A time with time zone that is not UTC; it stands beside ZonedTime.</summary>
    Offset = 256,
}
