using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents a column of a file that is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind of its cells; categories are texts.</param>
/// <param name="IsUtc">Whether its times are UTC.</param>
internal sealed record WrittenField(string Name, ColumnKind Kind, bool IsUtc)
{
    /// <summary>Gets how its cells stand in the file.</summary>
    public PhysicalType Type => Kind switch
    {
        ColumnKind.Boolean => PhysicalType.Boolean,
        ColumnKind.Double => PhysicalType.Double,
        ColumnKind.Integer or ColumnKind.Timestamp => PhysicalType.Int64,
        _ => PhysicalType.ByteArray,
    };

    /// <summary>Describes a column.</summary>
    public static WrittenField Of(Column column) =>
        new(column.Name, column.Kind == ColumnKind.Category ? ColumnKind.Text : column.Kind, column is TimestampColumn { IsUtc: true });

    /// <summary>Determines whether the cells of a column can stand in it. Times that are all missing say nothing of their zone.</summary>
    public bool Takes(Column column) =>
        Of(column) == this || (column.Kind == ColumnKind.Timestamp && column.MissingCount == column.Length && (Name, Kind) == (column.Name, column.Kind));
}
