namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Names what the cells of a flat column are.</summary>
internal enum CellForm
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Integers of 32 or 64 bits with a sign.</summary>
    Integer,

    /// <summary>Integers of up to 32 bits without a sign.</summary>
    ShortUnsigned,

    /// <summary>Integers of 64 bits without a sign.</summary>
    LongUnsigned,

    /// <summary>Floating-point numbers of two, four or eight bytes.</summary>
    Floating,

    /// <summary>Decimals.</summary>
    Decimal,

    /// <summary>Days since 1970.</summary>
    Date,

    /// <summary>Times since 1970.</summary>
    Timestamp,

    /// <summary>Days and nanoseconds, as old writers have times.</summary>
    OldTimestamp,

    /// <summary>Times of day.</summary>
    TimeOfDay,

    /// <summary>UUIDs.</summary>
    Uuid,

    /// <summary>Texts in UTF-8.</summary>
    Text,

    /// <summary>Bytes of no meaning.</summary>
    Bytes,
}
