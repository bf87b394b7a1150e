using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Represents a column of a Parquet file that holds at most one cell a row, and how it becomes one of a frame.</summary>
/// <param name="Position">The zero-based position among the columns of the file.</param>
/// <param name="Name">The name.</param>
/// <param name="Type">How cells stand in the file.</param>
/// <param name="Width">The number of bytes of a cell; 0 if each has a length of its own, or is a bit.</param>
/// <param name="IsOptional">True if cells may be missing.</param>
/// <param name="Form">What cells are.</param>
/// <param name="Kind">The kind of the column; Category stands for category or text.</param>
internal sealed record FlatField(int Position, string Name, PhysicalType Type, int Width, bool IsOptional, CellForm Form, ColumnKind Kind)
{
    /// <summary>Gets the number of digits after a decimal's point.</summary>
    public int Scale { get; init; }

    /// <summary>Gets the number of digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Gets how many units of a time a second has.</summary>
    public long UnitsPerSecond { get; init; }

    /// <summary>Gets a value indicating whether times are UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>Gets a value indicating whether numbers may have more digits than the kind holds.</summary>
    public bool MayBeLong { get; init; }

    /// <summary>Gets a value indicating whether statistics follow the order of the type.</summary>
    public bool HasOrder { get; init; }

    /// <summary>Gets the name of the type as notes call it.</summary>
    public DuckDbType TypeName => Form == CellForm.LongUnsigned ? DuckDbType.UBigInt : Scale == 0 ? DuckDbType.HugeInt : DuckDbType.Decimal;
}
