using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

[Collection("Servers")]
public sealed class WriteModeTests(Servers servers)
{
    private static readonly DatabaseWriteOptions ByNumber = new() { Key = ["id"] };

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_table_that_is_there_is_left_alone_unless_the_mode_says_otherwise(string kind)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Tables.Small, "t");
        DatabaseException fault = Assert.Throws<DatabaseException>(() => database.Write(Tables.Small, "t"));
        Assert.Contains("has a table 't' already", fault.Message, StringComparison.Ordinal);
        Tables.AssertSame(Tables.Small, database.ReadTable("t"));

        database.Write(Tables.Small, "t", WriteMode.Append);
        Assert.Equal(6, database.ReadTable("t").RowCount);
        Frame other = Frame.Of(new TextColumn("only", ["x"]));
        database.Write(other, "t", WriteMode.Replace);
        Tables.AssertSame(other, database.ReadTable("t"));
        Assert.Equal(["t"], database.Tables().Select(table => table.Name));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Upsert_replaces_the_rows_of_a_key_and_the_last_of_one_key_counts(string kind)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Tables.Small, "t", WriteMode.Upsert, ByNumber);
        Frame changes = Frame.Of(new IntegerColumn("id", [3, 4, 3, 4]), new TextColumn("name", ["no", "no", "Cyrus", null]));
        Assert.Equal(4, database.Write([changes.Head(2), changes.Take([2, 3])], "t", WriteMode.Upsert));
        Frame expected = Frame.Of(new IntegerColumn("id", [1, 2, 3, 4]), new TextColumn("name", ["Ann", null, "Cyrus", null]));
        Tables.AssertSame(expected, database.Read(database.Dialect.Select("t") + " ORDER BY id"));

        // Columns that are not written stay; a table that is all key takes each key once.
        database.Write(Frame.Of(new IntegerColumn("id", [1, 5])), "t", WriteMode.Upsert);
        Assert.Equal("Ann", ((TextColumn)database.Read(database.Dialect.Select("t") + " ORDER BY id")["name"])[0]);
        database.Write(Tables.Small.Select("id"), "k", options: ByNumber);
        database.Write(Tables.Small.Select("id"), "k", WriteMode.Upsert);
        Assert.Equal(3, database.ReadTable("k").RowCount);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void What_cannot_be_written_is_refused_by_name_and_nothing_is_written(string kind)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Tables.Small, "t", options: ByNumber);
        AssertRefused("row 2, column 'id'", Frame.Of(new IntegerColumn("id", [8, 9], new Validity((ReadOnlySpan<bool>)[true, false]))));
        AssertRefused("'nam' is not in the table. The nearest is 'name'", Frame.Of(new IntegerColumn("id", [8]), new TextColumn("nam", ["x"])));
        AssertRefused("holds Text and the one of the table 't' Integer", Frame.Of(new TextColumn("id", ["8"])));
        AssertRefused(null, Frame.Of(new IntegerColumn("id", [8, 1])));
        Assert.Contains("not the primary key", Assert.ThrowsAny<ModelyardException>(() => database.Write(Tables.Small, "t", WriteMode.Upsert, new DatabaseWriteOptions { Key = ["name"] })).Message, StringComparison.Ordinal);
        if (kind != "sqlite")
        {
            AssertRefused(null, Frame.Of(new IntegerColumn("id", [8, 100_000])));
        }

        void AssertRefused(string? part, Frame frame)
        {
            string message = Assert.ThrowsAny<ModelyardException>(() => database.Write(frame, "t", WriteMode.Append)).Message;
            Assert.Contains(part ?? "", message, StringComparison.Ordinal);
            Tables.AssertSame(Tables.Small, database.ReadTable("t"));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_sink_shows_nothing_before_it_is_complete_and_leaves_nothing_if_it_is_not(string kind)
    {
        using Database database = servers.Fresh(kind);
        using (IFrameSink sink = database.OpenSink("t"))
        {
            sink.Write(Tables.Small);
            sink.Write(Tables.Small);
            Assert.Throws<DatabaseException>(() => sink.Write(Tables.Small.Select("id")));
        }

        Assert.Empty(database.Tables());
        using (IFrameSink sink = database.OpenSink("t"))
        {
            sink.Write(Tables.Small);
            sink.Write(Tables.Small);
            Assert.Empty(database.Tables());
            sink.Complete();
        }

        Assert.Equal(6, database.ReadTable("t").RowCount);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Several_tables_are_written_in_one_transaction_or_none_is(string kind)
    {
        using Database database = servers.Fresh(kind);
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Write(Tables.Small, "parent", options: ByNumber);
            transaction.Write(Tables.Small, "child");
            Assert.Throws<DatabaseException>(() => transaction.Execute("INSERT INTO nowhere VALUES (1)"));
        }

        Assert.Empty(database.Tables());
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Create(new TableDefinition { Name = "parent", Columns = [new("id", ColumnKind.Integer)], PrimaryKey = ["id"] });
            transaction.Create(new TableDefinition { Name = "child", Columns = [new("id", ColumnKind.Integer)], ForeignKeys = [new ForeignKey(["id"], "parent", ["id"])] });
            transaction.Write(Tables.Small.Select("id"), "parent");
            transaction.Write(Tables.Small.Select("id"), "child");
            transaction.Commit();
        }

        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Write(Frame.Of(new IntegerColumn("id", [7])), "parent");
            transaction.Write(Frame.Of(new IntegerColumn("id", [7])), "child");
            Assert.Equal(4, transaction.Read(database.Dialect.Select("child")).RowCount);
        }

        Assert.Equal(3, database.ReadTable("child").RowCount);
        Assert.Equal("parent", Assert.Single(database.Describe("child").ForeignKeys).ReferencedTable.Name);
    }

    [Fact]
    public void MariaDb_says_that_tables_come_before_rows_and_replaces_none_that_others_refer_to()
    {
        using Database database = servers.Fresh("mariadb");
        database.Write(Tables.Small, "t", options: ByNumber);
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            transaction.Create(new TableDefinition { Name = "child", Columns = [new("id", ColumnKind.Integer) { Minimum = 1, Maximum = 3 }], ForeignKeys = [new ForeignKey(["id"], "t", ["id"])] });
            transaction.Write(Frame.Of(new IntegerColumn("id", [9])), "t");
            Assert.Contains("must be created before rows", Assert.Throws<DatabaseException>(() => transaction.Write(Tables.Small, "late")).Message, StringComparison.Ordinal);
            transaction.Commit();
        }

        Assert.Equal(4, database.ReadTable("t").RowCount);
        Assert.Contains("'child' refers to it", Assert.Throws<DatabaseException>(() => database.Write(Tables.Small, "t", WriteMode.Replace)).Message, StringComparison.Ordinal);
        Assert.Equal(4, database.ReadTable("t").RowCount);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Times_below_a_microsecond_are_refused_unless_they_may_be_cut(string kind)
    {
        using Database database = servers.Fresh(kind);
        Frame frame = Frame.Of(new TimestampColumn("at", [new DateTime(2001, 2, 3, 4, 5, 6).Ticks + 10, new DateTime(2001, 2, 3, 4, 5, 6).Ticks + 19]));
        Assert.Contains("row 2, column 'at'", Assert.Throws<DatabaseException>(() => database.Write(frame, "t")).Message, StringComparison.Ordinal);
        Assert.Empty(database.Tables());
        database.Write(frame, "t", options: new DatabaseWriteOptions { CutToMicroseconds = true });
        long[] expected = [new DateTime(2001, 2, 3, 4, 5, 6).Ticks + 10, new DateTime(2001, 2, 3, 4, 5, 6).Ticks + 10];
        Assert.Equal(expected, ((TimestampColumn)database.ReadTable("t")["at"]).Ticks.ToArray());
    }

    [Theory]
    [InlineData("postgres", "NUL character", "s")]
    [InlineData("mariadb", "infinite", "x")]
    public void What_a_server_cannot_hold_is_refused_with_its_row(string kind, string what, string column)
    {
        using Database database = servers.Fresh(kind);
        Frame frame = Frame.Of(new TextColumn("s", ["a", "b\0c"]), new DoubleColumn("x", [1, double.PositiveInfinity]));
        Assert.Contains(what, Assert.Throws<DatabaseException>(() => database.Write(frame.Select(column), "t")).Message, StringComparison.Ordinal);
        Assert.Empty(database.Tables());
    }
}
