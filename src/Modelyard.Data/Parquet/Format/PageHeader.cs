namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents the head of a page.</summary>
internal sealed record PageHeader
{
    /// <summary>Gets what the page holds.</summary>
    public PageKind Kind { get; init; } = (PageKind)(-1);

    /// <summary>Gets the number of bytes that it has when it is unpacked.</summary>
    public int Length { get; init; } = -1;

    /// <summary>Gets the number of bytes that it has in the file.</summary>
    public int PackedLength { get; init; } = -1;

    /// <summary>Gets the number of cells, missing ones among them.</summary>
    public int CellCount { get; init; } = -1;

    /// <summary>Gets how cells are encoded.</summary>
    public PageEncoding Encoding { get; init; }

    /// <summary>Gets how the levels of a first-version page are encoded.</summary>
    public PageEncoding LevelEncoding { get; init; } = PageEncoding.RunLength;

    /// <summary>Gets the number of bytes of definition levels of a second-version page.</summary>
    public int DefinitionLength { get; init; }

    /// <summary>Gets the number of bytes of repetition levels of a second-version page.</summary>
    public int RepetitionLength { get; init; }

    /// <summary>Gets a value indicating whether the cells of a second-version page are compressed.</summary>
    public bool IsPacked { get; init; } = true;
}
