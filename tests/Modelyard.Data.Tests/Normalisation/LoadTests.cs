using System.Diagnostics;
using Modelyard.Data.Databases;
using Modelyard.Data.Normalisation;
using Modelyard.Data.Relations;
using Modelyard.Data.Tests.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Normalisation;

[Collection("Servers")]
public sealed class LoadTests(Servers servers)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Worlds_are_loaded_and_join_to_the_flat_table_in_the_database(string kind)
    {
        for (int seed = 1; seed <= 8; seed++)
        {
            using Database database = servers.Fresh(kind);
            Frame flat = FlatWorlds.Of(seed);
            NormalForm form = NormalForm.Of(flat, "line", NormalFormTests.Options(new Random(seed)));
            Assert.Equal(form.Tables.Tables.Sum(table => (long)table.Rows.RowCount), form.Load(database));
            Assert.Equal(form.Tables.Tables.Select(table => table.Name).Order(StringComparer.Ordinal), database.Tables().Select(table => table.Name).Order(StringComparer.Ordinal));
            Assert.Equal(flat.RowCount, database.Read(form.RejoinQuery(database.Dialect)).RowCount);

            // The keys are there, and what is read by them keeps them.
            FrameSet read = FrameSet.Read(database);
            Assert.Empty(read.Check());
            Assert.Equal(form.Tables.Tables.Sum(table => table.Definition.ForeignKeys.Count), read.Tables.Sum(table => table.Definition.ForeignKeys.Count));
            foreach (RelationTable table in form.Tables.Tables)
            {
                Assert.Equal(table.Definition.PrimaryKey, read[table.Name].Definition.PrimaryKey);
            }
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_load_that_fails_leaves_nothing(string kind)
    {
        using Database database = servers.Fresh(kind);
        database.Write(Tables.Small, "enrolment");
        NormalForm form = NormalForm.Of(FlatWorlds.School, "enrolment");
        Assert.Contains("has a table 'enrolment' already", Assert.Throws<DatabaseException>(() => form.Load(database)).Message, StringComparison.Ordinal);
        Assert.Equal("enrolment", Assert.Single(database.Tables()).Name);
        Assert.Throws<OperationCanceledException>(() => NormalForm.Of(FlatWorlds.School, "other").Load(database, new CancellationToken(canceled: true)));
        Assert.Equal("enrolment", Assert.Single(database.Tables()).Name);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_load_that_is_killed_in_the_middle_leaves_nothing(string kind)
    {
        string address = servers.FreshAddress(kind);
        using Database database = Database.Open(address);
        database.Write(Tables.Small, "before");
        foreach (int milliseconds in new[] { 0, 40, 120 })
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet") { ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "Modelyard.Data.CrashWriter.dll"), address, "normalise" }, RedirectStandardOutput = true, UseShellExecute = false })!;
            try
            {
                Assert.Equal("loading", process.StandardOutput.ReadLine());
                Thread.Sleep(milliseconds);
            }
            finally
            {
                process.Kill();
                process.WaitForExit();
            }

            // All of it or nothing: the process may have ended before it was killed.
            string[] tables = [.. database.Tables().Select(table => table.Name)];
            Assert.True(tables.Length == 1 || (tables.Length == 3 && database.ReadTable("line").RowCount == 60_000), $"after {milliseconds} ms: {string.Join(", ", tables)}");
            if (tables.Length > 1)
            {
                break;
            }
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void A_database_that_gives_other_cells_back_is_not_trusted(string kind)
    {
        using Database database = servers.Fresh(kind);
        Frame flat = FlatWorlds.School;
        using DatabaseTransaction transaction = database.BeginTransaction();
        NormalForm form = NormalForm.Of(flat.With(new IntegerColumn("grade", [.. ((IntegerColumn)flat["grade"]).Values.ToArray().Select((grade, row) => row == 4 ? grade + 1 : grade)])), "enrolment");
        foreach (RelationTable table in form.Tables.Tables)
        {
            transaction.Create(table.Definition);
            transaction.Write(table.Rows, table.Name);
        }

        var check = new RejoinCheck(flat, form.Tables["enrolment"].Rows, ["student_id", "course_code"]);
        string query = form.RejoinQuery(transaction.Dialect);
        foreach (RelationTable table in form.Tables.Tables)
        {
            query = query.Replace($"{transaction.Dialect.Quote(table.Name)} t", $"{transaction.Dialect.Quote(transaction.PlaceOf(table.Name))} t", StringComparison.Ordinal)
                .Replace($"FROM {transaction.Dialect.Quote(table.Name)})", $"FROM {transaction.Dialect.Quote(transaction.PlaceOf(table.Name))})", StringComparison.Ordinal);
        }

        Assert.Contains("in row 5, column 'grade'", Assert.Throws<DatabaseException>(() => check.Run(transaction, query, "it")).Message, StringComparison.Ordinal);
    }
}
