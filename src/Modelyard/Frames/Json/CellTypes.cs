namespace Modelyard.Frames.Json;

/// <summary>Names the types of values that were seen under one key.</summary>
[Flags]
internal enum CellTypes
{
    /// <summary>No value but null.</summary>
    None = 0,

    /// <summary>True or false.</summary>
    Boolean = 1,

    /// <summary>An integer of 64 bits.</summary>
    Integer = 2,

    /// <summary>A number with a point or an exponent.</summary>
    Double = 4,

    /// <summary>The name of a number that JSON has no digits for, as a text: Infinity, -Infinity or NaN.</summary>
    NamedNumber = 8,

    /// <summary>A text that is a date or time without time zone.</summary>
    LocalTime = 16,

    /// <summary>A time with time zone.</summary>
    ZonedTime = 32,

    /// <summary>Any other text.</summary>
    Text = 64,

    /// <summary>An array, kept as text.</summary>
    Structure = 128,

    /// <summary>A number with more digits than a double gives back or 64 bits hold.</summary>
    LongNumber = 256,

    /// <summary>An integer that a double would round; it stands beside Integer.</summary>
    UnevenInteger = 512,
}
