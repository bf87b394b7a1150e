namespace Modelyard.Frames;

/// <summary>Names what becomes of numbers with more digits than the number kinds of a table hold: integers beyond 64 bits, decimals beyond what a double gives back.</summary>
public enum LongNumbers
{
    /// <summary>The column becomes one of texts, with every digit as it was written, and a note says so.</summary>
    Text,

    /// <summary>The numbers are rounded to doubles, and a note says so.</summary>
    Double,

    /// <summary>The table is refused.</summary>
    Error,
}
