namespace Modelyard.Data;

/// <summary>Names how the columns of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Zstandard: small files that are read fast.</summary>
    Zstd,

    /// <summary>Snappy, which every reader knows.</summary>
    Snappy,

    /// <summary>Gzip.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    Uncompressed,
}
