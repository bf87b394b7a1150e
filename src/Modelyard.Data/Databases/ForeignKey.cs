namespace Modelyard.Data.Databases;

/// <summary>Represents columns whose values must be those of a key of another table.</summary>
/// <param name="Columns">The columns of this table, in the order of those they refer to.</param>
/// <param name="ReferencedTable">The table that they refer to.</param>
/// <param name="ReferencedColumns">The columns of a primary or unique key of that table.</param>
public sealed record ForeignKey(IReadOnlyList<string> Columns, TableName ReferencedTable, IReadOnlyList<string> ReferencedColumns);
