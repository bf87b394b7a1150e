namespace Modelyard.Data;

/// <summary>Represents how a Parquet file is written.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>The number of rows of a row group if nothing else is said.</summary>
    public const int DefaultRowGroupRows = 122_880;

    private const int MaxRowGroupRows = 1 << 24;

    /// <summary>Gets how columns are compressed.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Zstd;

    /// <summary>Gets the number of rows of a row group, 1 to 16,777,216; one that would hold more than 128 MiB of cells has fewer. A writer holds the cells of a row group; a reader reads them on one thread, or leaves them out by a condition.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1 or greater than 16,777,216.</exception>
    public int RowGroupRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxRowGroupRows);
            field = value;
        }
    }

        = DefaultRowGroupRows;

    /// <summary>Gets a value indicating whether integers and times may be stored as differences (DELTA_BINARY_PACKED) where that takes much less. Readers since about 2022 know it (Spark since 3.3); for older ones say no.</summary>
    public bool Differences { get; init; } = true;

    /// <summary>Gets the greatest number of threads; null uses one for each processor.</summary>
    public int? DegreeOfParallelism { get; init; }
}
