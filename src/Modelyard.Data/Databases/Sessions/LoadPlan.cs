namespace Modelyard.Data.Databases;

/// <summary>Represents where the columns of a frame go.</summary>
/// <param name="Table">The table as it is called while it is filled.</param>
/// <param name="Title">The table as the caller calls it.</param>
/// <param name="Columns">The columns of the table that are filled, as they are there.</param>
/// <param name="Required">The names of those that must have a value in each row.</param>
/// <param name="Key">The columns by which rows are replaced; none if all rows are added.</param>
/// <param name="CutToMicroseconds">Whether times are cut to microseconds where the database has no room for more.</param>
internal sealed record LoadPlan(TableName Table, TableName Title, IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<string> Required, IReadOnlyList<string> Key, bool CutToMicroseconds);
