namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents what the cells of a column mean.</summary>
/// <param name="Kind">What they are; a number without a name is one that is not known here.</param>
internal sealed record LogicalType(LogicalKind Kind)
{
    /// <summary>Gets the number of digits after a decimal's point.</summary>
    public int Scale { get; init; }

    /// <summary>Gets the number of digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Gets the number of bits of an integer.</summary>
    public int Bits { get; init; } = 64;

    /// <summary>Gets a value indicating whether an integer has a sign.</summary>
    public bool IsSigned { get; init; } = true;

    /// <summary>Gets a value indicating whether a time is UTC; otherwise it has no time zone.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Gets how many units of a time a second has; 0 if the unit is not known here.</summary>
    public long UnitsPerSecond { get; init; }
}
