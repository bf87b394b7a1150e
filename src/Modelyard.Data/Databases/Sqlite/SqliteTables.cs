using System.Globalization;
using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Reads from SQLite's own functions how a table is declared.</summary>
internal static class SqliteTables
{
    public static TableDefinition? Describe(TableName table, Func<SqlQuery, Frame> read)
    {
        Frame columns = Ask(table, read, "table_xinfo", """name, type, "notnull" AS required, pk, hidden""", "hidden IN (0, 2, 3) ORDER BY cid");
        if (columns.RowCount == 0)
        {
            return null;
        }

        return new TableDefinition
        {
            Name = table,
            Columns = [.. Rows(columns).Select(row => Column(columns, row))],
            PrimaryKey = [.. Rows(columns).Where(row => Number(columns, "pk", row) > 0).OrderBy(row => Number(columns, "pk", row)).Select(row => Text(columns, "name", row))],
            UniqueKeys = UniqueKeys(table, read),
            ForeignKeys = ForeignKeys(table, read),
        };
    }

    private static ColumnDefinition Column(Frame columns, int row)
    {
        string type = Text(columns, "type", row);
        return new ColumnDefinition(Text(columns, "name", row), SqliteTypes.KindOf(type) ?? ColumnKind.Text)
        {
            SqlType = type,
            IsNullable = Number(columns, "required", row) == 0,
            IsUtc = SqliteTypes.IsUtc(type),
        };
    }

    // An index that was declared as a key ('u'), or was made as a unique one for all rows ('c').
    private static IReadOnlyList<string>[] UniqueKeys(TableName table, Func<SqlQuery, Frame> read)
    {
        Frame indexes = Ask(table, read, "index_list", "name", "\"unique\" = 1 AND origin IN ('u', 'c') AND partial = 0 ORDER BY seq DESC");
        return [.. Rows(indexes).Select(index => Ask(new TableName(Text(indexes, "name", index), table.Schema), read, "index_info", "name", "1 = 1 ORDER BY seqno"))
            .Select(parts => (IReadOnlyList<string>)[.. Rows(parts).Select(part => Text(parts, "name", part))])
            .Where(key => key.All(name => name.Length > 0))];
    }

    private static ForeignKey[] ForeignKeys(TableName table, Func<SqlQuery, Frame> read)
    {
        Frame keys = Ask(table, read, "foreign_key_list", "id, \"table\" AS parent, \"from\" AS child_column, \"to\" AS parent_column", "1 = 1 ORDER BY id DESC, seq");
        return [.. Rows(keys).GroupBy(row => Number(keys, "id", row)).Select(key =>
        {
            string parent = Text(keys, "parent", key.First());
            string[] referenced = [.. key.Select(row => Text(keys, "parent_column", row))];
            return new ForeignKey(
                [.. key.Select(row => Text(keys, "child_column", row))],
                new TableName(parent, table.Schema),
                referenced.All(name => name.Length > 0) ? referenced : Describe(new TableName(parent, table.Schema), read)?.PrimaryKey ?? []);
        })];
    }

    private static Frame Ask(TableName table, Func<SqlQuery, Frame> read, string function, string columns, string condition) => read(table.Schema is null
        ? new SqlQuery($"SELECT {columns} FROM pragma_{function}(?) WHERE {condition}", table.Name)
        : new SqlQuery($"SELECT {columns} FROM pragma_{function}(?, ?) WHERE {condition}", table.Name, table.Schema));

    private static IEnumerable<int> Rows(Frame frame) => Enumerable.Range(0, frame.RowCount);

    private static string Text(Frame frame, string column, int row) => frame[column].FormatCell(row);

    private static long Number(Frame frame, string column, int row) => long.Parse(Text(frame, column, row), CultureInfo.InvariantCulture);
}
