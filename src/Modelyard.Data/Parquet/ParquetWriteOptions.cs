namespace Modelyard.Data;

/// <summary>Represents how a Parquet file is written.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>The number of rows of a row group if nothing else is said.</summary>
    public const int DefaultRowGroupRows = 122_880;

    /// <summary>The number of bytes of cells of a row group if nothing else is said: 128 MiB.</summary>
    public const long DefaultRowGroupBytes = 128L << 20;

    private const int MaxRowGroupRows = 1 << 24;

    /// <summary>Gets how columns are compressed.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Zstd;

    /// <summary>Gets the number of rows of a row group, 1 to 16,777,216; one that would hold more than <see cref="RowGroupBytes"/> has fewer. A writer holds the cells of a row group; a reader reads them on one thread, or leaves them out by a condition.</summary>
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

    /// <summary>Gets the number of bytes of cells of a row group, at least 1; one row makes a row group whatever it holds. Fewer take less memory to write, and make more row groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public long RowGroupBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

        = DefaultRowGroupBytes;

    /// <summary>Gets a value indicating whether integers and times may be stored as differences (DELTA_BINARY_PACKED) where that takes much less. Readers since about 2022 know it (Spark since 3.3); for older ones say no.</summary>
    public bool Differences { get; init; } = true;

    /// <summary>Gets the greatest number of threads; null uses one for each processor.</summary>
    public int? DegreeOfParallelism { get; init; }
}
