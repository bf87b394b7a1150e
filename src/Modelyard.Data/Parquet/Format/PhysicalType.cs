namespace Modelyard.Data.Parquet.Format;

/// <summary>Names how the cells of a column stand in a Parquet file, with the numbers of its format.</summary>
internal enum PhysicalType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>Four bytes, signed, the lowest first.</summary>
    Int32 = 1,

    /// <summary>Eight bytes, signed, the lowest first.</summary>
    Int64 = 2,

    /// <summary>Twelve bytes: a time of old writers.</summary>
    Int96 = 3,

    /// <summary>Four bytes of IEEE 754.</summary>
    Float = 4,

    /// <summary>Eight bytes of IEEE 754.</summary>
    Double = 5,

    /// <summary>A length and as many bytes.</summary>
    ByteArray = 6,

    /// <summary>Bytes whose number the schema says.</summary>
    FixedLengthByteArray = 7,
}
