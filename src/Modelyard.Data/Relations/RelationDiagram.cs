using Modelyard.Charts;
using Modelyard.Data.Databases;

namespace Modelyard.Data.Relations;

/// <summary>Draws tables and their references.</summary>
internal static class RelationDiagram
{
    public static DiagramChart Of(FrameSet set, string title) => new()
    {
        Title = title,
        Boxes = [.. set.Tables.Select(table => new DiagramBox($"{table.Name}") { Lines = [.. table.Definition.Columns.Select(column => Line(table.Definition, column))], Color = IsJunction(table.Definition) ? 2 : 0 })],
        Links = [.. set.Tables.SelectMany(table => table.Definition.ForeignKeys.Select(key => new DiagramLink(table.Name, key.ReferencedTable.Name)
        {
            FromLine = Position(table.Definition, key.Columns[0]),
            ToLine = Position(set[key.ReferencedTable.Name].Definition, key.ReferencedColumns[0]),
            Start = DiagramEnd.Many,
            End = DiagramEnd.One,
        }))],
    };

    private static DiagramLine Line(TableDefinition table, ColumnDefinition column)
    {
        bool isKey = table.PrimaryKey.Contains(column.Name), isReference = table.ForeignKeys.Any(key => key.Columns.Contains(column.Name));
        string kind = column.Kind.ToString().ToLowerInvariant();
        return new DiagramLine(column.Name, $"{(isKey ? "PK " : "")}{(isReference ? "FK " : "")}{kind}", isKey);
    }

    private static bool IsJunction(TableDefinition table) => table.PrimaryKey.Count > 1 && table.ForeignKeys.Count(key => key.Columns.All(table.PrimaryKey.Contains)) > 1;

    private static int Position(TableDefinition table, string column) => table.Columns.Select(one => one.Name).ToList().IndexOf(column);
}
