using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Relations;

/// <summary>Represents a table among others: its rows, and its keys and references as they are declared.</summary>
/// <param name="Definition">The columns, the primary key, the unique keys and the references.</param>
/// <param name="Rows">The rows, whose columns are those of the definition.</param>
public sealed record RelationTable(TableDefinition Definition, Frame Rows)
{
    /// <summary>Gets the name.</summary>
    public string Name => Definition.Name.Name;

    /// <summary>Describes a table by its rows and the columns of its key; references are added by <see cref="References"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="primaryKey">The columns of the primary key; none if it has none.</param>
    /// <returns>The table.</returns>
    /// <exception cref="UnknownColumnException">A column of the key is not in the table.</exception>
    public static RelationTable Of(string name, Frame rows, params IReadOnlyList<string> primaryKey) => new(TableDefinition.Of(name, rows, primaryKey), rows);

    /// <summary>Declares that columns hold the primary key of another table.</summary>
    /// <param name="table">The other table.</param>
    /// <param name="columns">The columns of this table, in the order of that key.</param>
    /// <returns>The table with one reference more.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">The other table has no primary key of as many columns.</exception>
    public RelationTable References(RelationTable table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        foreach (string column in columns)
        {
            _ = Rows.PositionOf(column);
        }

        IReadOnlyList<string> key = table.Definition.PrimaryKey;
        return columns.Count == key.Count && key.Count > 0
            ? this with { Definition = Definition with { ForeignKeys = [.. Definition.ForeignKeys, new ForeignKey(columns, table.Definition.Name, key)] } }
            : throw new ModelyardException($"The reference of '{Name}' names '{columns.Count}' columns, and the primary key of '{table.Name}' has '{key.Count}'; it must have as many, and one at least.");
    }
}
