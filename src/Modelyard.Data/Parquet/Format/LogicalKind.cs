namespace Modelyard.Data.Parquet.Format;

/// <summary>Names what the cells of a column mean, with the numbers of the union in the Parquet format.</summary>
internal enum LogicalKind
{
    /// <summary>Nothing is said.</summary>
    None = 0,

    /// <summary>Text in UTF-8.</summary>
    Text = 1,

    /// <summary>A map.</summary>
    Map = 2,

    /// <summary>A list.</summary>
    List = 3,

    /// <summary>One of a few texts.</summary>
    Enumeration = 4,

    /// <summary>A decimal.</summary>
    Decimal = 5,

    /// <summary>A date.</summary>
    Date = 6,

    /// <summary>A time of day.</summary>
    Time = 7,

    /// <summary>A date with a time of day.</summary>
    Timestamp = 8,

    /// <summary>An integer of some width.</summary>
    Integer = 10,

    /// <summary>Missing cells alone.</summary>
    Unknown = 11,

    /// <summary>JSON.</summary>
    Json = 12,

    /// <summary>BSON.</summary>
    Bson = 13,

    /// <summary>A UUID.</summary>
    Uuid = 14,

    /// <summary>Two bytes of IEEE 754.</summary>
    Half = 15,
}
