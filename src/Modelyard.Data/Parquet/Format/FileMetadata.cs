namespace Modelyard.Data.Parquet.Format;

/// <summary>Represents what stands at the end of a Parquet file: its columns, and where their cells lie.</summary>
/// <param name="Schema">The elements of the schema, the root first.</param>
/// <param name="RowGroups">The row groups, in the order of their rows.</param>
/// <param name="HasOrder">For each column, whether its statistics follow the order of its type.</param>
/// <param name="IsEncrypted">True if parts of the file can be read only with a key.</param>
internal sealed record FileMetadata(IReadOnlyList<SchemaElement> Schema, IReadOnlyList<RowGroup> RowGroups, IReadOnlyList<bool> HasOrder, bool IsEncrypted);
