using Modelyard.Data.Parquet.Format;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Represents the pages of one column of a row group, ready to stand in the file.</summary>
/// <param name="Pages">The pages with their headers, that of the dictionary first.</param>
/// <param name="DictionaryLength">The number of bytes of the page of the dictionary; 0 without one.</param>
/// <param name="Encoding">How the cells are encoded.</param>
/// <param name="Cells">The number of cells, missing ones included.</param>
/// <param name="Length">The number of bytes of all pages before they were compressed, with their headers.</param>
/// <param name="CompressedLength">The number of bytes of all pages, with their headers.</param>
/// <param name="Statistics">What is known of the cells.</param>
internal sealed record EncodedColumn(
    IReadOnlyList<ArraySegment<byte>> Pages, int DictionaryLength, PageEncoding Encoding, int Cells, long Length, long CompressedLength, ColumnStatistics Statistics);
