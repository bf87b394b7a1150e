using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

public sealed class SqlDialectTests
{
    [Theory]
    [InlineData(-128L, 127L, "TINYINT", "smallint")]
    [InlineData(0L, 127L, "TINYINT", "smallint")]
    [InlineData(0L, 255L, "TINYINT UNSIGNED", "smallint")]
    [InlineData(-129L, 0L, "SMALLINT", "smallint")]
    [InlineData(-1L, 255L, "SMALLINT", "smallint")]
    [InlineData(0L, 32_768L, "SMALLINT UNSIGNED", "integer")]
    [InlineData(0L, 65_535L, "SMALLINT UNSIGNED", "integer")]
    [InlineData(0L, 65_536L, "MEDIUMINT", "integer")]
    [InlineData(-8_388_608L, 8_388_607L, "MEDIUMINT", "integer")]
    [InlineData(0L, 16_777_215L, "MEDIUMINT UNSIGNED", "integer")]
    [InlineData(0L, 16_777_216L, "INT", "integer")]
    [InlineData(-2_147_483_648L, 2_147_483_647L, "INT", "integer")]
    [InlineData(0L, 4_294_967_295L, "INT UNSIGNED", "bigint")]
    [InlineData(0L, 4_294_967_296L, "BIGINT", "bigint")]
    [InlineData(-1L, 4_294_967_295L, "BIGINT", "bigint")]
    [InlineData(long.MinValue, long.MaxValue, "BIGINT", "bigint")]
    public void Integers_get_the_smallest_type_that_holds_them(long minimum, long maximum, string mySql, string postgreSql)
    {
        ColumnDefinition column = ColumnDefinition.Of(new IntegerColumn("n", [maximum, 0, minimum], new Validity((ReadOnlySpan<bool>)[true, false, true])));
        Assert.Equal((minimum, maximum), (column.Minimum, column.Maximum));
        Assert.Equal(mySql, SqlDialect.MySql.TypeOf(column));
        Assert.Equal(postgreSql, SqlDialect.PostgreSql.TypeOf(column));
        Assert.Equal("INTEGER", SqlDialect.Sqlite.TypeOf(column));
        Assert.Equal("BIGINT", SqlDialect.MariaDb.TypeOf(column with { Minimum = null, Maximum = null }));
    }

    [Fact]
    public void A_definition_is_said_in_the_words_of_each_database()
    {
        TableDefinition table = TableDefinition.Of("or\"der`s", Frame.Of(
            new IntegerColumn("id", [1, 300]), new TextColumn("code", ["é12", null]), new DoubleColumn("price", [1.5, 2]), new BooleanColumn("paid", [true, false]), new TimestampColumn("at", [0, 1], isUtc: true)), "id", "code") with
        {
            UniqueKeys = [["price"]],
            ForeignKeys = [new ForeignKey(["id"], new TableName("parent", "main"), ["key"])],
            Checks = ["price >= 0"],
        };
        Assert.Equal("""
            CREATE TABLE "or""der`s" (
              "id" smallint NOT NULL,
              "code" text NOT NULL,
              "price" double precision,
              "paid" boolean,
              "at" timestamp with time zone,
              PRIMARY KEY ("id", "code"),
              UNIQUE ("price"),
              FOREIGN KEY ("id") REFERENCES "main"."parent" ("key"),
              CHECK (price >= 0)
            )
            """, SqlDialect.PostgreSql.CreateTable(table));
        Assert.Equal("""
            CREATE TABLE `or"der``s` (
              `id` SMALLINT NOT NULL,
              `code` VARCHAR(16) NOT NULL,
              `price` DOUBLE,
              `paid` BOOLEAN,
              `at` DATETIME(6),
              PRIMARY KEY (`id`, `code`),
              UNIQUE (`price`),
              FOREIGN KEY (`id`) REFERENCES `main`.`parent` (`key`),
              CHECK (price >= 0)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
            """, SqlDialect.MySql.CreateTable(table));
        Assert.StartsWith("CREATE TABLE \"or\"\"der`s\" (\n  \"id\" INTEGER NOT NULL,\n  \"code\" TEXT NOT NULL,\n  \"price\" REAL,\n  \"paid\" BOOLEAN,\n  \"at\" TIMESTAMP WITH TIME ZONE,", SqlDialect.Sqlite.CreateTable(table), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_MySql_get_room_for_their_length()
    {
        Assert.Equal("VARCHAR(64)", SqlDialect.MySql.TypeOf(Text(17)));
        Assert.Equal("VARCHAR(255)", SqlDialect.MySql.TypeOf(Text(255)));
        Assert.Equal("TEXT", SqlDialect.MySql.TypeOf(Text(256)));
        Assert.Equal("MEDIUMTEXT", SqlDialect.MySql.TypeOf(Text(16_384)));
        Assert.Equal("LONGTEXT", SqlDialect.MySql.TypeOf(Text(null)));
        Assert.Equal("VARCHAR(255)", SqlDialect.MySql.TypeOf(Text(null), isKey: true));
        Assert.Equal("VARCHAR(700)", SqlDialect.MySql.TypeOf(Text(700), isKey: true));
        Assert.Contains("allows '768' in a key", Assert.Throws<ModelyardException>(() => SqlDialect.MySql.TypeOf(Text(769), isKey: true)).Message, StringComparison.Ordinal);

        // Many short texts have no room in one row as VARCHAR.
        var wide = new TableDefinition { Name = "wide", Columns = [.. Enumerable.Range(0, 100).Select(i => Text(200) with { Name = $"c{i}" })], PrimaryKey = ["c0"] };
        Assert.Contains("`c0` VARCHAR(255) NOT NULL,\n  `c1` TEXT,", SqlDialect.MySql.CreateTable(wide), StringComparison.Ordinal);

        static ColumnDefinition Text(int? length) => new("s", ColumnKind.Text) { MaxLength = length };
    }

    [Fact]
    public void Names_that_a_database_does_not_have_are_refused()
    {
        string longName = new('é', 32);
        Assert.Contains("'64' bytes in UTF-8, and PostgreSQL allows a name '63'", Assert.Throws<ModelyardException>(() => SqlDialect.PostgreSql.Quote(longName)).Message, StringComparison.Ordinal);
        Assert.Equal($"`{longName}`", SqlDialect.MySql.Quote(longName));
        Assert.Throws<ModelyardException>(() => SqlDialect.MySql.Quote(new string('a', 65)));
        Assert.Throws<ModelyardException>(() => SqlDialect.MySql.Quote("space "));
        Assert.Throws<ModelyardException>(() => SqlDialect.MySql.Quote("\U0001F600"));
        Assert.Throws<ModelyardException>(() => SqlDialect.Sqlite.Quote("a\0b"));
        Assert.Throws<ModelyardException>(() => SqlDialect.Sqlite.Quote(""));
        Assert.Throws<ModelyardException>(() => SqlDialect.Of("oracle"));
    }

    [Fact]
    public void Tables_stand_after_those_they_refer_to()
    {
        TableDefinition a = Referring("a", "b", "c"), b = Referring("b", "c"), c = Referring("c", "c");
        Assert.Equal(["c", "b", "a"], SqlDialect.InOrder([a, b, c]).Select(table => table.Name.Name));
        string[] created = [.. SqlDialect.Sqlite.CreateTables([a, b, c]).Split('\n').Where(line => line.StartsWith("CREATE", StringComparison.Ordinal))];
        Assert.Equal(["CREATE TABLE \"c\" (", "CREATE TABLE \"b\" (", "CREATE TABLE \"a\" ("], created);
        Assert.Contains("in a circle", Assert.Throws<ModelyardException>(() => SqlDialect.InOrder([Referring("a", "b"), Referring("b", "a")])).Message, StringComparison.Ordinal);

        static TableDefinition Referring(string name, params string[] parents) => new() { Name = name, Columns = [new("id", ColumnKind.Integer)], PrimaryKey = ["id"], ForeignKeys = [.. parents.Select(parent => new ForeignKey(["id"], parent, ["id"]))] };
    }

    [Fact]
    public void A_definition_that_is_none_of_a_table_is_refused()
    {
        Assert.Contains("has no columns", Assert.Throws<ModelyardException>(() => SqlDialect.Sqlite.CreateTable(new TableDefinition { Name = "t", Columns = [] })).Message, StringComparison.Ordinal);
        var table = new TableDefinition { Name = "t", Columns = [new("id", ColumnKind.Integer)] };
        Assert.Throws<UnknownColumnException>(() => SqlDialect.Sqlite.CreateTable(table with { PrimaryKey = ["ID"] }));
        Assert.Throws<UnknownColumnException>(() => TableDefinition.Of("t", Tables.Small, "nam"));
        Assert.Contains("must have as many", Assert.Throws<ModelyardException>(() => SqlDialect.Sqlite.CreateTable(table with { ForeignKeys = [new ForeignKey(["id"], "p", ["a", "b"])] })).Message, StringComparison.Ordinal);
    }
}
