using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a column as it is read from a Parquet file.</summary>
/// <param name="Name">The name, nested fields joined.</param>
/// <param name="Expression">What is selected, in SQL.</param>
/// <param name="Kind">The kind; Category stands for category or text.</param>
/// <param name="Cells">The type of the cells that are selected.</param>
/// <param name="IsTextual">True if the file has the column as texts of no other type.</param>
/// <param name="Fits">What holds, in SQL, for a cell whose number has no more digits than the kind holds; null if that is so for every number of the type.</param>
internal sealed record ParquetField(string Name, string Expression, ColumnKind Kind, DuckDbType Cells, bool IsTextual, string? Fits = null);
