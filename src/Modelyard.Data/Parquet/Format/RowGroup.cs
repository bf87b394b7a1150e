namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents some consecutive rows of a Parquet file.</summary>
/// <param name="RowCount">The number of rows.</param>
/// <param name="Chunks">Their cells, column by column as the schema has them.</param>
internal sealed record RowGroup(long RowCount, IReadOnlyList<ColumnChunk> Chunks);
