using FsCheck;
using FsCheck.Fluent;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

[Collection("Servers")]
public sealed class RoundTripTests(Servers servers)
{
    private const int Cases = 60;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Tables_of_all_kinds_come_back_as_they_were(string kind)
    {
        using Database database = servers.Fresh(kind);
        Prop.ForAll(RandomTables.Of(kind), frame =>
        {
            Assert.Equal(frame.RowCount, database.Write(frame, "t", WriteMode.Replace));
            Tables.AssertSame(frame, database.ReadTable("t"), kind);

            // By chunks into the widest types, and chunks back.
            Assert.Equal(frame.RowCount, database.Write(Pieces(frame), "u", WriteMode.Replace));
            DatabaseChunks chunks = database.ReadChunks(database.Dialect.Select("u"), new DatabaseReadOptions { ChunkRows = 7 });
            Assert.Equal(frame.Columns.Select(column => column.Kind == ColumnKind.Category ? ColumnKind.Text : column.Kind), chunks.Kinds.Values);
            Assert.All(chunks, chunk => Assert.InRange(chunk.RowCount, 1, 7));
            Tables.AssertSame(frame, frame.RowCount == 0 ? chunks.ToFrame() : Frame.ConcatRows([.. chunks]), kind);
        }).Check(Property.Repeatable(Cases));
    }

    [Fact]
    public void Rows_that_are_sent_to_MySql_one_by_one_come_back_as_well()
    {
        using var database = new MariaDbDatabase(DatabaseAddress.Parse(servers.FreshAddress("mariadb")), new DatabaseOptions()) { SendsArrays = false };
        Prop.ForAll(RandomTables.Of("mariadb"), frame =>
        {
            database.Write(frame, "t", WriteMode.Replace);
            Tables.AssertSame(frame, database.ReadTable("t"), "mariadb");
        }).Check(Property.Repeatable(Cases / 3));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_table_larger_than_a_batch_comes_back_in_order(string kind)
    {
        const int Rows = 30_000;
        Frame frame = Frame.Of(
            new IntegerColumn("i", [.. Enumerable.Range(0, Rows).Select(row => (long)row * row)]),
            new TextColumn("s", Enumerable.Range(0, Rows).Select(row => row % 100 == 0 ? new string((char)('a' + (row % 26)), row) : $"{row}")),
            CategoryColumn.From("c", Enumerable.Range(0, Rows).Select(row => row % 5 == 0 ? null : $"level {row % 7}")),
            new TextColumn("the first is missing", Enumerable.Range(0, Rows).Select(row => row == 0 ? null : "x")));
        using Database database = servers.Fresh(kind);
        database.Write(frame, "t");
        Tables.AssertSame(frame, database.Read(database.Dialect.Select("t") + " ORDER BY i"), kind);
        DatabaseChunks chunks = database.ReadChunks(database.Dialect.Select("t", ["i", "c"]) + " ORDER BY i", new DatabaseReadOptions { ChunkRows = 4097 });
        Tables.AssertSame(frame.Select("i", "c"), Frame.ConcatRows([.. chunks]), kind);

        // An enumeration that is left early does not read the rest, and the next one begins anew.
        Assert.Equal(4097, chunks.First().RowCount);
        Assert.Equal(0L, ((IntegerColumn)chunks.First()["i"])[0]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Values_of_parameters_are_never_taken_for_SQL(string kind)
    {
        using Database database = servers.Fresh(kind);
        string hostile = "'; DROP TABLE t; --\" ` \\";
        database.Write(Frame.Of(new TextColumn("s", [hostile, "b", null]), new DoubleColumn("x", [0.1, 2, 3]), new IntegerColumn("i", [1, long.MaxValue, 3])), "t");
        Frame found = database.Read(new SqlQuery(database.Dialect.Select("t", ["x"], $"s = {database.Dialect.Placeholder(1)}"), hostile));
        Assert.Equal([0.1], ((DoubleColumn)found["x"]).Values.ToArray());
        string numbers = database.Dialect.Select("t", ["s"], $"x > {database.Dialect.Placeholder(1)} AND i >= {database.Dialect.Placeholder(2)}");
        Assert.Equal("b", ((TextColumn)database.Read(new SqlQuery(numbers, 0.5, long.MaxValue))["s"])[0]);
        Assert.Equal(3, database.ReadTable("t").RowCount);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Hostile_names_of_tables_and_columns_are_names(string kind)
    {
        using Database database = servers.Fresh(kind);
        foreach (string name in new[] { "select", "a b", "x'; DROP TABLE t; --", "\"quoted\"", "`ticked`", "Ünï.code", "a.b", "%", "naïve?$1@p:q", "[x]", "\\", "-- " + "c" })
        {
            Frame frame = Frame.Of(new IntegerColumn(name, [1, 2]), new TextColumn("other " + name, ["x", null]));
            database.Write(frame, name, options: new DatabaseWriteOptions { Key = [name] });
            database.Write(frame, name, WriteMode.Upsert);
            Tables.AssertSame(frame, database.ReadTable(name), kind);
            Assert.Contains(new TableName(name), database.Tables());
            TableDefinition table = database.Describe(name);
            Assert.Equal([name, "other " + name], table.Columns.Select(column => column.Name));
            Assert.Equal([name], table.PrimaryKey);
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_table_that_was_created_is_described_as_it_was_defined(string kind)
    {
        TableDefinition[] tables =
        [
            new()
            {
                Name = "enrolment",
                Columns = [new("student", ColumnKind.Integer) { Minimum = 1, Maximum = 40_000 }, new("course", ColumnKind.Text) { MaxLength = 12 }, new("grade", ColumnKind.Double)],
                PrimaryKey = ["course", "student"],
                ForeignKeys = [new(["student"], "student", ["id"]), new(["course"], "course", ["code"])],
                Checks = ["grade >= 0"],
            },
            new() { Name = "student", Columns = [new("id", ColumnKind.Integer) { Minimum = 1, Maximum = 40_000 }, new("name", ColumnKind.Text) { IsNullable = false, MaxLength = 40 }, new("born", ColumnKind.Timestamp)], PrimaryKey = ["id"], UniqueKeys = [["name"]] },
            new() { Name = "course", Columns = [new("code", ColumnKind.Text) { MaxLength = 12 }, new("open", ColumnKind.Boolean)], PrimaryKey = ["code"] },
        ];
        using Database database = servers.Fresh(kind);
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            foreach (TableDefinition table in SqlDialect.InOrder(tables))
            {
                transaction.Create(table);
            }

            transaction.Write(Frame.Of(new IntegerColumn("id", [1, 40_000]), new TextColumn("name", ["Ann", "Bob"])), "student");
            transaction.Write(Frame.Of(new TextColumn("code", ["M1"]), new BooleanColumn("open", [true])), "course");
            transaction.Write(Frame.Of(new TextColumn("course", ["M1", "M1"]), new IntegerColumn("student", [1, 40_000]), new DoubleColumn("grade", [1, 2])), "enrolment");
            transaction.Commit();
        }

        Assert.Equal([new TableName("course"), new TableName("enrolment"), new TableName("student")], database.Tables());
        foreach (TableDefinition table in tables)
        {
            TableDefinition found = database.Describe(table.Name);
            Assert.Equal(table.Columns.Select(column => (column.Name, column.Kind)), found.Columns.Select(column => (column.Name, column.Kind)));
            Assert.Equal(table.PrimaryKey, found.PrimaryKey);
            Assert.Equal(table.UniqueKeys, found.UniqueKeys);
            Assert.Equal(
                table.ForeignKeys.Select(key => $"{string.Join(',', key.Columns)} {key.ReferencedTable} {string.Join(',', key.ReferencedColumns)}").Order(),
                found.ForeignKeys.Select(key => $"{string.Join(',', key.Columns)} {key.ReferencedTable} {string.Join(',', key.ReferencedColumns)}").Order());
            Assert.Equal(kind == "sqlite" ? 0 : table.Checks.Count, found.Checks.Count);
        }

        Assert.False(database.Describe("student").Column("name").IsNullable);
        Assert.True(database.Describe("student").Column("born").IsNullable);
        Assert.Equal(kind switch { "sqlite" => "INTEGER", "postgres" => "integer", _ => "smallint(5) unsigned" }, database.Describe("student").Column("id").SqlType);

        // The keys hold: a row that breaks them is refused, and nothing is written.
        DatabaseException fault = Assert.Throws<DatabaseException>(() => database.Write(Frame.Of(new TextColumn("course", ["M1"]), new IntegerColumn("student", [7])), "enrolment", WriteMode.Append));
        Assert.NotNull(fault.Code);
        Assert.Equal(2, database.ReadTable("enrolment").RowCount);
    }

    private static IEnumerable<Frame> Pieces(Frame frame)
    {
        const int Rows = 16;
        yield return frame.Head(Rows);
        for (int first = Rows; first < frame.RowCount; first += Rows)
        {
            yield return frame.Take([.. Enumerable.Range(first, Math.Min(Rows, frame.RowCount - first))]);
        }
    }
}
