namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents where the cells of one column in one row group lie.</summary>
internal sealed record ColumnChunk
{
    /// <summary>Gets how cells stand in the file.</summary>
    public PhysicalType Type { get; init; }

    /// <summary>Gets how its pages are compressed.</summary>
    public PageCodec Codec { get; init; }

    /// <summary>Gets the encodings that its pages have, levels and dictionary among them.</summary>
    public IReadOnlyList<PageEncoding> Encodings { get; init; } = [];

    /// <summary>Gets the number of cells, missing ones among them.</summary>
    public long CellCount { get; init; }

    /// <summary>Gets the number of bytes that its pages have when they are unpacked, as the file says.</summary>
    public long UnpackedLength { get; init; }

    /// <summary>Gets the number of bytes in the file.</summary>
    public long Length { get; init; }

    /// <summary>Gets where its first page of cells begins.</summary>
    public long FirstPage { get; init; }

    /// <summary>Gets where its dictionary begins; null if it has none, or it lies before the first page.</summary>
    public long? Dictionary { get; init; }

    /// <summary>Gets what is said of its cells.</summary>
    public ChunkStatistics Statistics { get; init; } = new();

    /// <summary>Gets a value indicating whether it can be read only with a key.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Gets a value indicating whether it lies in another file.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Gets where its bytes begin.</summary>
    public long Start => Dictionary is long dictionary and > 0 && dictionary < FirstPage ? dictionary : FirstPage;
}
