using System.Diagnostics;
using Modelyard.Data.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Databases;

[Collection("Servers")]
public sealed class FaultTests(Servers servers)
{
    [Theory]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_wrong_password_is_told_and_never_shown(string kind)
    {
        string address = kind == "postgres" ? servers.PostgreSql.Address("postgres", "s3cret") : servers.MariaDb.Address("mysql", "s3cret");
        using Database database = Database.Open(address);
        DatabaseException fault = Assert.Throws<DatabaseException>(() => database.Tables());
        Assert.Contains("does not let the user in", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", database.ToString(), StringComparison.Ordinal);
        Assert.Contains("does not let the user in", Assert.Throws<DatabaseException>(() => Database.Open(kind == "postgres" ? servers.PostgreSql.Address("nowhere") : servers.MariaDb.Address("nowhere")).Tables()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mysql")]
    public void A_server_that_is_not_there_is_told(string scheme)
    {
        using Database database = Database.Open($"{scheme}://someone:s3cret@127.0.0.1:{ServerProcess.FreePort()}/x");
        DatabaseException fault = Assert.Throws<DatabaseException>(() => database.Tables());
        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
        using Database socket = Database.Open($"{scheme}://someone@localhost/x?socket=%2Fnowhere%2Fat-all");
        Assert.Contains("cannot be reached", Assert.Throws<DatabaseException>(() => socket.Tables()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_are_reached_by_their_sockets()
    {
        using Database postgres = Database.Open($"postgres://{PostgreSqlServer.User}:{Uri.EscapeDataString(PostgreSqlServer.Password)}@localhost:{servers.PostgreSql.Port}/postgres?socket={Uri.EscapeDataString(servers.PostgreSql.Socket)}");
        Assert.Equal(1L, ((IntegerColumn)postgres.Read("SELECT 1 AS one")["one"])[0]);
        using Database maria = Database.Open($"mariadb://tester:{Uri.EscapeDataString(MariaDbServer.Password)}@localhost/mysql?socket={Uri.EscapeDataString(servers.MariaDb.Socket)}");
        Assert.Equal(1L, ((IntegerColumn)maria.Read("SELECT 1 AS one")["one"])[0]);
    }

    [Theory]
    [InlineData("sqlite", "SELECT abs(n - 9223372036854775800 - 10) AS x FROM t", "overflow")]
    [InlineData("postgres", "SELECT 1 / (n - 5000) AS x FROM t ORDER BY n", "division by zero")]
    [InlineData("mariadb", "SELECT 9223372036854770807 + n AS x FROM t ORDER BY n", "out of range")]
    public void A_query_that_fails_at_a_later_row_is_told(string kind, string query, string what)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Frame.Of(new IntegerColumn("n", [.. Enumerable.Range(0, 10_000).Select(row => kind == "sqlite" && row == 5000 ? 2L : kind == "sqlite" ? 100L : row)])), "t");
        AssertSays(what, Assert.Throws<DatabaseException>(() => database.Read(query)));
        AssertSays(what, Assert.Throws<DatabaseException>(() => database.ReadChunks(query, new DatabaseReadOptions { ChunkRows = 100 }).Sum(chunk => chunk.RowCount)));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void What_is_no_query_is_refused_and_a_reading_changes_nothing(string kind)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Tables.Small, "t");
        Assert.Contains("has no table 'tt'. The nearest is 't'", Assert.Throws<DatabaseException>(() => database.Describe("tt")).Message, StringComparison.Ordinal);
        Assert.Throws<DatabaseException>(() => database.ReadTable("nowhere"));
        Assert.Throws<DatabaseException>(() => database.Read("SELEC 1"));
        Assert.Throws<DatabaseException>(() => database.Read("SELECT 1 AS a; DROP TABLE t"));
        Assert.Throws<DatabaseException>(() => database.Read("DELETE FROM t"));
        Assert.Contains("name 'a'", Assert.Throws<DatabaseException>(() => database.Read("SELECT 1 AS a, 2 AS a")).Message, StringComparison.Ordinal);
        Assert.Throws<DatabaseException>(() => database.Read(new SqlQuery(database.Dialect.Select("t", null, $"id = {database.Dialect.Placeholder(1)}"))));
        Assert.Throws<UnknownColumnException>(() => database.ReadTable("t", new DatabaseReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["idd"] = ColumnKind.Text } }));
        Tables.AssertSame(Tables.Small, database.ReadTable("t"));
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_server_that_is_killed_in_the_middle_of_a_load_leaves_nothing_half_written(string kind)
    {
        using IServer server = Servers.StartOwn(kind);
        using Database database = Database.Open(server.Fresh());
        database.Write([Tables.Small], "before", options: new DatabaseWriteOptions { Key = ["id"] });
        foreach (WriteMode mode in Enum.GetValues<WriteMode>())
        {
            string table = mode is WriteMode.Fail ? "new" : "before";
            DatabaseException fault = Assert.Throws<DatabaseException>(() => database.Write(Load(server, kill: 5), table, mode));
            AssertSays("was lost", fault);
            AssertSays("is not kept", fault);
            server.Start();
            Assert.Equal(["before"], database.Tables().Select(there => there.Name));
            Tables.AssertSame(Tables.Small, database.ReadTable("before"));
        }

        // The next load goes through, and nothing of those before is in it.
        Assert.Equal(80_000, database.Write(Load(server, kill: 99), "new"));
        Assert.Equal(80_000, database.ReadTable("new").RowCount);
        Assert.Equal(["before", "new"], database.Tables().Select(there => there.Name));

        // While rows are read, too, the loss is told.
        Assert.Contains("was lost", Assert.Throws<DatabaseException>(() =>
        {
            foreach (Frame chunk in database.ReadChunks("SELECT a.id AS x, b.name AS y FROM new a, new b", new DatabaseReadOptions { ChunkRows = 1000 }))
            {
                server.Kill();
                Assert.Equal(1000, chunk.RowCount);
            }
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_killed_in_the_middle_of_a_load_leaves_nothing_half_written_in_SQLite()
    {
        string address = servers.FreshAddress("sqlite");
        using Database database = Database.Open(address);
        Frame first = Frame.Of(new IntegerColumn("number", [-1]), new TextColumn("text", ["before"]));
        database.Write(first, "load");
        var random = new Random(7);
        for (int kill = 0; kill < 5; kill++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet") { ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Modelyard.Data.CrashWriter.dll"), address }, RedirectStandardOutput = true, UseShellExecute = false })!;
            try
            {
                int lines = random.Next(1, 12);
                for (int line = 0; line < lines; line++)
                {
                    Assert.NotNull(process.StandardOutput.ReadLine());
                }

                Thread.Sleep(random.Next(0, 20));
            }
            finally
            {
                process.Kill();
                process.WaitForExit();
            }

            Tables.AssertSame(first, database.ReadTable("load"));
        }

        database.Write(first, "load", WriteMode.Append);
        Assert.Equal(2, database.ReadTable("load").RowCount);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_cancelled_load_leaves_nothing_and_a_cancelled_query_ends(string kind)
    {
        using Database database = servers.Fresh(kind);
        using var source = new CancellationTokenSource();
        IEnumerable<Frame> chunks = Enumerable.Range(0, 100).Select(chunk =>
        {
            if (chunk == 3)
            {
                source.Cancel();
            }

            return Chunk(chunk);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => database.Write(chunks, "t", cancellation: source.Token));
        Assert.Empty(database.Tables());

        // A query that would run for minutes before its first row.
        database.Write(Frame.Of(new IntegerColumn("n", [.. Enumerable.Range(0, 10_000).Select(row => (long)row)])), "n");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() => database.Read("SELECT count(*) AS many FROM n a, n b, n c WHERE a.n + b.n + c.n = 7", cancellation: soon.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It ended after {clock.Elapsed}.");
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_database_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("There is no such file", Assert.Throws<DatabaseException>(() => Database.Open($"sqlite:{folder.Of("x.db")}").Tables()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Of("x.db")));
        File.WriteAllText(folder.Of("y.db"), "This is a text and no database, long enough to have a header of a hundred bytes and more, which it needs to have.");
        Assert.Contains("not a database", Assert.Throws<DatabaseException>(() => Database.Open($"sqlite:{folder.Of("y.db")}").Tables()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<DatabaseException>(() => Database.Open($"sqlite:{folder.Of("no/z.db")}").Write(Tables.Small, "t")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_absence_of_the_client_library_is_told_with_the_package_that_has_it()
    {
        Assert.Null(MariaDbLibrary.Load(["libnowhere.so.3"]));
        Assert.Contains("apt-get install libmariadb3", MariaDbLibrary.Absent().Message, StringComparison.Ordinal);
    }

    private static void AssertSays(string part, DatabaseException fault) => Assert.True(fault.Message.Contains(part, StringComparison.Ordinal), fault.Message);

    private static IEnumerable<Frame> Load(IServer server, int kill)
    {
        for (int chunk = 0; chunk < 8; chunk++)
        {
            if (chunk == kill)
            {
                server.Kill();
            }

            yield return Chunk(chunk);
        }
    }

    private static Frame Chunk(int chunk) => Frame.Of(
        new IntegerColumn("id", [.. Enumerable.Range(0, 10_000).Select(row => (chunk * 10_000L) + row + 10)]),
        new TextColumn("name", Enumerable.Range(0, 10_000).Select(row => $"row {row}")));
}
