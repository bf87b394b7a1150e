namespace Modelyard.Data.Parquet.Format;

/// <summary>Names what a page holds, with the numbers of the Parquet format.</summary>
internal enum PageKind
{
    /// <summary>Cells, with their levels before them.</summary>
    Data = 0,

    /// <summary>An index, which no writer writes.</summary>
    Index = 1,

    /// <summary>The different cells of a column.</summary>
    Dictionary = 2,

    /// <summary>Cells, with their levels before them that are not compressed.</summary>
    DataSecond = 3,
}
