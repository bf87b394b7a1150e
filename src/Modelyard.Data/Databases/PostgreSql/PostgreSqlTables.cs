using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Reads from the catalogue of PostgreSQL how a table is declared.</summary>
internal static class PostgreSqlTables
{
    private const string Relation = """
        (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname::text = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND CASE WHEN $2::text IS NULL THEN pg_table_is_visible(c.oid) ELSE n.nspname::text = $2 END LIMIT 1)
        """;

    public static TableDefinition? Describe(TableName table, Func<SqlQuery, Frame> read)
    {
        Frame columns = read(new SqlQuery($"""
            SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required
            FROM pg_attribute a WHERE a.attrelid = {Relation} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """, table.Name, table.Schema));
        if (columns.RowCount == 0)
        {
            return null;
        }

        Frame keys = read(new SqlQuery($"""
            SELECT con.oid::bigint AS id, con.contype::text AS type, a.attname::text AS name, p.attname::text AS parent_column,
                r.relname::text AS parent, CASE WHEN pg_table_is_visible(r.oid) THEN NULL ELSE n.nspname::text END AS parent_schema
            FROM pg_constraint con
            CROSS JOIN LATERAL unnest(con.conkey, con.confkey) WITH ORDINALITY AS k(child, parent, place)
            JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.child
            LEFT JOIN pg_attribute p ON p.attrelid = con.confrelid AND p.attnum = k.parent
            LEFT JOIN pg_class r ON r.oid = con.confrelid LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
            WHERE con.conrelid = {Relation} AND con.contype IN ('p', 'u', 'f') ORDER BY con.oid, k.place
            """, table.Name, table.Schema));
        Frame checks = read(new SqlQuery(
            $"SELECT pg_get_expr(con.conbin, con.conrelid) AS condition FROM pg_constraint con WHERE con.conrelid = {Relation} AND con.contype = 'c' ORDER BY con.oid", table.Name, table.Schema));
        return new TableDefinition
        {
            Name = table,
            Columns = [.. Rows(columns).Select(row => Column(columns, row))],
            PrimaryKey = [.. KeysOf(keys, "p").SelectMany(key => key).Select(row => Text(keys, "name", row))],
            UniqueKeys = [.. KeysOf(keys, "u").Select(key => (IReadOnlyList<string>)[.. key.Select(row => Text(keys, "name", row))])],
            ForeignKeys = [.. KeysOf(keys, "f").Select(key => new ForeignKey(
                [.. key.Select(row => Text(keys, "name", row))],
                new TableName(Text(keys, "parent", key.First()), keys["parent_schema"].IsMissing(key.First()) ? null : Text(keys, "parent_schema", key.First())),
                [.. key.Select(row => Text(keys, "parent_column", row))]))],
            Checks = [.. Rows(checks).Select(row => Text(checks, "condition", row))],
        };
    }

    private static ColumnDefinition Column(Frame columns, int row)
    {
        SourceColumn read = PostgreSqlTypes.Column(Text(columns, "name", row), Text(columns, "type", row), decimalsAsDoubles: false);
        return new ColumnDefinition(read.Name, read.Kind) { SqlType = read.SqlType, IsNullable = ((BooleanColumn)columns["required"])[row] == false, IsUtc = read.IsUtc };
    }

    private static IEnumerable<IGrouping<string, int>> KeysOf(Frame keys, string type) => Rows(keys).Where(row => Text(keys, "type", row) == type).GroupBy(row => Text(keys, "id", row));

    private static IEnumerable<int> Rows(Frame frame) => Enumerable.Range(0, frame.RowCount);

    private static string Text(Frame frame, string column, int row) => frame[column].FormatCell(row);
}
