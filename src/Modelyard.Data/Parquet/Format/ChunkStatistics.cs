namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents what the metadata says of the cells of a column in a row group.</summary>
internal sealed record ChunkStatistics
{
    /// <summary>Gets the least cell, or what is no greater than it, encoded as a plain page encodes it but without a length; null if that is not said.</summary>
    public ReadOnlyMemory<byte>? Minimum { get; init; }

    /// <summary>Gets the greatest cell, or what is no less than it; null if that is not said.</summary>
    public ReadOnlyMemory<byte>? Maximum { get; init; }

    /// <summary>Gets a value indicating whether the bounds are those of old writers, who compared bytes as signed numbers.</summary>
    public bool IsOld { get; init; }

    /// <summary>Gets the number of missing cells; null if that is not said.</summary>
    public long? MissingCount { get; init; }
}
