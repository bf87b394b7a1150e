using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

[Collection("Servers")]
public sealed class ReadTypeTests(Servers servers)
{
    [Theory]
    [InlineData("true", "Boolean", "true")]
    [InlineData("7::smallint", "Integer", "7")]
    [InlineData("4294967295::oid", "Integer", "4294967295")]
    [InlineData("0.1::real", "Double", "0.10000000149011612")]
    [InlineData("'NaN'::float8", "Double", "")]
    [InlineData("'-Infinity'::float8", "Double", "-inf")]
    [InlineData("12345678901234.5::numeric(15,1)", "Double", "12345678901234.5")]
    [InlineData("123456789012345678::numeric(18)", "Integer", "123456789012345678")]
    [InlineData("1234567890123456789.01::numeric(30,2)", "Text", "1234567890123456789.01")]
    [InlineData("0.10::numeric", "Text", "0.10")]
    [InlineData("'2001-02-03'::date", "Timestamp", "2001-02-03")]
    [InlineData("'2001-02-03 04:05:06.000007'::timestamp", "Timestamp", "2001-02-03T04:05:06.000007")]
    [InlineData("'2001-02-03 04:05:06.7+02'::timestamptz", "Timestamp", "2001-02-03T02:05:06.7Z")]
    [InlineData("'04:05:06.7'::time", "Text", "04:05:06.7")]
    [InlineData("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "Text", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")]
    [InlineData("'{\"a\": [1, null]}'::jsonb", "Text", "{\"a\": [1, null]}")]
    [InlineData("'\\x00ff'::bytea", "Text", "\\x00ff")]
    [InlineData("ARRAY[1,2,NULL]", "Text", "{1,2,NULL}")]
    [InlineData("'a b'::varchar(10)", "Text", "a b")]
    [InlineData("'1 day'::interval", "Text", "1 day")]
    [InlineData("NULL::integer", "Integer", "")]
    public void Types_of_PostgreSQL_become_kinds_without_loss(string expression, string kind, string cell) => AssertCell(servers.FreshOnce("postgres"), $"SELECT {expression} AS x", kind, cell);

    [Theory]
    [InlineData("tinyint(1)", "1", "Boolean", "true")]
    [InlineData("tinyint", "-7", "Integer", "-7")]
    [InlineData("bigint unsigned", "9223372036854775807", "Integer", "9223372036854775807")]
    [InlineData("float", "0.1", "Double", "0.10000000149011612")]
    [InlineData("double", "0.1", "Double", "0.1")]
    [InlineData("decimal(15,1)", "12345678901234.5", "Double", "12345678901234.5")]
    [InlineData("decimal(18,0)", "123456789012345678", "Integer", "123456789012345678")]
    [InlineData("decimal(30,2)", "'1234567890123456789.01'", "Text", "1234567890123456789.01")]
    [InlineData("date", "'2001-02-03'", "Timestamp", "2001-02-03")]
    [InlineData("datetime(6)", "'2001-02-03 04:05:06.000007'", "Timestamp", "2001-02-03T04:05:06.000007")]
    [InlineData("timestamp(6)", "'2001-02-03 04:05:06.7'", "Timestamp", "2001-02-03T04:05:06.7Z")]
    [InlineData("time", "'-838:59:59'", "Text", "-838:59:59")]
    [InlineData("year", "2001", "Integer", "2001")]
    [InlineData("bit(10)", "b'1000000001'", "Integer", "513")]
    [InlineData("json", "'{\"a\": 1}'", "Text", "{\"a\": 1}")]
    [InlineData("enum('a','b')", "'b'", "Text", "b")]
    [InlineData("varbinary(4)", "x'00ff'", "Text", "\\x00ff")]
    [InlineData("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "Text", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")]
    [InlineData("char(3)", "'a'", "Text", "a")]
    public void Types_of_MariaDb_become_kinds_without_loss(string type, string value, string kind, string cell)
    {
        Database database = servers.FreshOnce("mariadb");
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Execute($"CREATE OR REPLACE TABLE types (x {type})");
            transaction.Execute($"INSERT INTO types VALUES ({value}), (NULL)");
            transaction.Commit();
        }

        AssertCell(database, "SELECT x FROM types", kind, cell);
        Assert.Equal(kind, database.Describe("types").Column("x").Kind.ToString());
    }

    [Theory]
    [InlineData("1 + 1", "Integer", "2")]
    [InlineData("0.5", "Double", "0.5")]
    [InlineData("NULL", "Double", "")]
    [InlineData("'a'", "Text", "a")]
    [InlineData("x'00ff'", "Text", "\\x00ff")]
    public void Expressions_of_SQLite_have_the_kind_of_their_values(string expression, string kind, string cell)
    {
        Database database = servers.FreshOnce("sqlite");
        AssertCell(database, $"SELECT {expression} AS x", kind, cell);
    }

    [Fact]
    public void A_column_of_SQLite_without_a_type_is_of_the_kind_that_all_its_values_have()
    {
        Database database = servers.FreshOnce("sqlite");
        AssertColumn("VALUES (NULL), (1), (2)", ColumnKind.Integer, ["", "1", "2"]);
        AssertColumn("VALUES (1), (0.5), (NULL)", ColumnKind.Double, ["1", "0.5", ""]);
        AssertColumn("VALUES (1), ('a'), (0.5)", ColumnKind.Text, ["1", "a", "0.5"]);
        AssertColumn("VALUES (9007199254740993), (0.5)", ColumnKind.Text, ["9007199254740993", "0.5"]);

        void AssertColumn(string values, ColumnKind kind, string[] cells)
        {
            string query = $"SELECT column1 AS x FROM ({values})";
            Column whole = database.Read(query)["x"];
            DatabaseChunks chunks = database.ReadChunks(query, new DatabaseReadOptions { ChunkRows = 2 });
            Column again = Frame.ConcatRows([.. chunks])["x"];
            Assert.Equal((kind, kind), (whole.Kind, again.Kind));
            Assert.Equal(cells, Enumerable.Range(0, whole.Length).Select(whole.FormatCell));
            Assert.Equal(cells, Enumerable.Range(0, again.Length).Select(again.FormatCell));
        }
    }

    [Fact]
    public void Cells_that_are_not_of_their_column_are_told_with_their_rows()
    {
        Database sqlite = servers.FreshOnce("sqlite");
        using (DatabaseTransaction transaction = sqlite.BeginTransaction())
        {
            transaction.Execute("CREATE TABLE mixed (n INTEGER, at DATETIME)");
            transaction.Execute("INSERT INTO mixed VALUES (1, '2001-02-03T04:05:06Z'), ('two', 'never'), (3.5, NULL)");
            transaction.Commit();
        }

        string message = Assert.Throws<DatabaseException>(() => sqlite.ReadTable("mixed")).Message;
        Assert.Contains("row 2, column n: 'two' is not of the kind Integer", message, StringComparison.Ordinal);
        Assert.Contains("row 3, column n: '3.5'", message, StringComparison.Ordinal);
        Assert.Contains("row 2, column at: 'never'", message, StringComparison.Ordinal);
        Frame texts = sqlite.ReadTable("mixed", new DatabaseReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Category, ["at"] = ColumnKind.Text } });
        Assert.Equal(["1", "two", "3.5"], Enumerable.Range(0, 3).Select(texts["n"].FormatCell));

        Database postgres = servers.FreshOnce("postgres");
        Assert.Contains("'infinity' is not of the kind Timestamp", Assert.Throws<DatabaseException>(() => postgres.Read("SELECT 'infinity'::timestamp AS x")).Message, StringComparison.Ordinal);
        Assert.Contains("outside of the years", Assert.Throws<DatabaseException>(() => postgres.Read("SELECT '0044-03-15 BC'::date AS x")).Message, StringComparison.Ordinal);
        Assert.Equal("infinity", postgres.Read("SELECT 'infinity'::timestamp AS x", Kind("x", ColumnKind.Text))["x"].FormatCell(0));

        Database maria = servers.FreshOnce("mariadb");
        Assert.Contains("'18446744073709551615' is not of the kind Integer", Assert.Throws<DatabaseException>(() => maria.Read("SELECT 18446744073709551615 AS x")).Message, StringComparison.Ordinal);
        Assert.Equal("18446744073709551615", maria.Read("SELECT 18446744073709551615 AS x", Kind("x", ColumnKind.Text))["x"].FormatCell(0));
    }

    [Theory]
    [InlineData("postgres", "12345678901234567890.5::numeric")]
    [InlineData("mariadb", "CAST('12345678901234567890.5' AS DECIMAL(30,2))")]
    public void Decimals_are_rounded_only_if_that_is_asked_for_and_it_is_told(string kind, string expression)
    {
        Database database = servers.FreshOnce(kind);
        DatabaseChunks chunks = database.ReadChunks($"SELECT {expression} AS x", new DatabaseReadOptions { DecimalsAsDoubles = true });
        Assert.Equal(12345678901234567890.5, ((DoubleColumn)chunks.ToFrame()["x"]).Values[0]);
        Assert.Equal("decimals as the nearest doubles", chunks.Columns[0].Note);
        Assert.Contains("DecimalsAsDoubles", database.ReadChunks($"SELECT {expression} AS x").Columns[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_go_into_columns_of_types_that_the_server_reads_from_text()
    {
        Database database = servers.FreshOnce("postgres");
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Execute("DROP TABLE IF EXISTS wide");
            transaction.Execute("CREATE TABLE wide (n numeric(30,2), u uuid, j jsonb, d date, r real, v varchar(5), a int[])");
            transaction.Write(
                Frame.Of(
                    new TextColumn("n", ["1234567890123456789.01", null]), new TextColumn("u", ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", null]), new TextColumn("j", ["{\"a\": \"tab\\tback\\\\slash\"}", null]),
                    new TimestampColumn("d", [new DateTime(2001, 2, 3).Ticks, 0], false, new Validity((ReadOnlySpan<bool>)[true, false])), new DoubleColumn("r", [0.5, double.NaN]), new TextColumn("v", ["a\tb\\", null]), new TextColumn("a", ["{1,2}", null])), "wide");
            transaction.Commit();
        }

        Frame back = database.ReadTable("wide");
        Assert.Equal(["1234567890123456789.01", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{\"a\": \"tab\\tback\\\\slash\"}", "2001-02-03", "0.5", "a\tb\\", "{1,2}"], back.Columns.Select(column => column.FormatCell(0)));
        Assert.All(back.Columns, column => Assert.True(column.IsMissing(1)));
        Assert.Contains("holds dates alone", Assert.Throws<DatabaseException>(() => database.Write(Frame.Of(new TimestampColumn("d", [new DateTime(2001, 2, 3, 4, 0, 0).Ticks])), "wide", WriteMode.Append)).Message, StringComparison.Ordinal);
    }

    private static DatabaseReadOptions Kind(string column, ColumnKind kind) => new() { Kinds = new Dictionary<string, ColumnKind> { [column] = kind } };

    private static void AssertCell(Database database, string query, string kind, string cell)
    {
        Column column = database.Read(query)["x"];
        Assert.Equal((kind, cell), (column.Kind.ToString(), column.FormatCell(0)));
    }
}
