namespace Modelyard.Data;

/// <summary>Represents how a Parquet file is written.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>Gets how columns are compressed.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Zstd;

    /// <summary>Gets the greatest number of bytes that DuckDB holds before it goes to a temporary file; null lets it choose.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Gets the greatest number of threads; null uses one for each processor.</summary>
    public int? DegreeOfParallelism { get; init; }

    internal ParquetLimits Limits => new(DegreeOfParallelism, MemoryLimit);
}
