namespace Modelyard.Data;

/// <summary>Represents how much of the machine the reading or writing of a Parquet file may take.</summary>
/// <param name="DegreeOfParallelism">The greatest number of threads; null uses one for each processor.</param>
/// <param name="MemoryLimit">The greatest number of bytes that DuckDB holds; null lets it choose.</param>
internal sealed record ParquetLimits(int? DegreeOfParallelism, long? MemoryLimit);
