using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Reads from the information schema of MariaDB or MySQL how a table is declared.</summary>
internal static class MariaDbTables
{
    // The schema compares names without regard to case, the server may not; the names are compared again here.
    private const string OfTable = "TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?";

    public static TableDefinition? Describe(TableName table, bool isMariaDb, Func<SqlQuery, Frame> read)
    {
        Frame columns = read(new SqlQuery($"""
            SELECT TABLE_NAME AS owner, COLUMN_NAME AS name, CAST(COLUMN_TYPE AS CHAR) AS type, IS_NULLABLE AS nullable FROM information_schema.COLUMNS WHERE {OfTable} ORDER BY ORDINAL_POSITION
            """, table.Schema, table.Name));
        int[] rows = [.. Rows(columns, table)];
        if (rows.Length == 0)
        {
            return null;
        }

        Frame keys = read(new SqlQuery($"""
            SELECT k.TABLE_NAME AS owner, k.CONSTRAINT_NAME AS id, k.COLUMN_NAME AS name, k.REFERENCED_TABLE_NAME AS parent, k.REFERENCED_COLUMN_NAME AS parent_column,
                CASE WHEN k.REFERENCED_TABLE_SCHEMA = DATABASE() THEN NULL ELSE k.REFERENCED_TABLE_SCHEMA END AS parent_schema
            FROM information_schema.KEY_COLUMN_USAGE k WHERE {OfTable} ORDER BY k.CONSTRAINT_NAME, k.ORDINAL_POSITION
            """, table.Schema, table.Name));
        return new TableDefinition
        {
            Name = table,
            Columns = [.. rows.Select(row => Column(columns, row))],
            PrimaryKey = [.. Keys(keys, table).Where(key => key.Key == "PRIMARY").SelectMany(key => key).Select(row => Text(keys, "name", row))],
            UniqueKeys = [.. Keys(keys, table).Where(key => key.Key != "PRIMARY" && keys["parent"].IsMissing(key.First())).Select(key => (IReadOnlyList<string>)[.. key.Select(row => Text(keys, "name", row))])],
            ForeignKeys = [.. Keys(keys, table).Where(key => !keys["parent"].IsMissing(key.First())).Select(key => new ForeignKey(
                [.. key.Select(row => Text(keys, "name", row))],
                new TableName(Text(keys, "parent", key.First()), keys["parent_schema"].IsMissing(key.First()) ? null : Text(keys, "parent_schema", key.First())),
                [.. key.Select(row => Text(keys, "parent_column", row))]))],
            Checks = Checks(table, isMariaDb, read),
        };
    }

    private static ColumnDefinition Column(Frame columns, int row)
    {
        SourceColumn read = MariaDbType.Column(Text(columns, "name", row), Text(columns, "type", row), decimalsAsDoubles: false);
        return new ColumnDefinition(read.Name, read.Kind) { SqlType = read.SqlType, IsNullable = Text(columns, "nullable", row) == "YES", IsUtc = read.IsUtc };
    }

    // In MariaDB two tables may have checks of one name, and the schema says of which table each is; in MySQL neither is so.
    private static string[] Checks(TableName table, bool isMariaDb, Func<SqlQuery, Frame> read)
    {
        Frame checks = read(new SqlQuery(isMariaDb
            ? "SELECT TABLE_NAME AS owner, CHECK_CLAUSE AS clause FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? ORDER BY CONSTRAINT_NAME"
            : """
                SELECT t.TABLE_NAME AS owner, c.CHECK_CLAUSE AS clause FROM information_schema.TABLE_CONSTRAINTS t
                JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
                WHERE t.CONSTRAINT_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_NAME = ? AND t.CONSTRAINT_TYPE = 'CHECK' ORDER BY t.CONSTRAINT_NAME
                """, table.Schema, table.Name));
        return [.. Rows(checks, table).Select(row => Text(checks, "clause", row))];
    }

    private static IEnumerable<IGrouping<string, int>> Keys(Frame keys, TableName table) => Rows(keys, table).GroupBy(row => Text(keys, "id", row));

    private static IEnumerable<int> Rows(Frame frame, TableName table) =>
        Enumerable.Range(0, frame.RowCount).Where(row => string.Equals(Text(frame, "owner", row), table.Name, StringComparison.Ordinal));

    private static string Text(Frame frame, string column, int row) => frame[column].FormatCell(row);
}
