using Modelyard.Frames;

namespace Modelyard.Data;

/// <summary>Represents how a table is written to a file.</summary>
public sealed record TableWriteOptions
{
    /// <summary>Gets the format; null finds it by the ending of the name.</summary>
    public TableFormat? Format { get; init; }

    /// <summary>Gets what else holds for delimited text.</summary>
    public CsvWriteOptions Csv { get; init; } = new();

    /// <summary>Gets what else holds for Parquet.</summary>
    public ParquetWriteOptions Parquet { get; init; } = new();

    /// <summary>Gets how the object store is reached that addresses with 's3://' are in.</summary>
    public ObjectStoreOptions Store { get; init; } = new();
}
