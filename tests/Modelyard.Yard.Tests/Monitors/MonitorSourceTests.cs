using System.Globalization;
using Modelyard.Data;
using Modelyard.Data.Databases;
using Modelyard.Data.Tests.Databases;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches logs, files and queries, by windows of time and of a number of rows.</summary>
[Collection("Servers")]
public sealed class MonitorSourceTests(Servers servers) : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("files")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Days_of_files_and_of_queries_are_windows_with_the_same_findings(string kind)
    {
        Frame[] days = [.. Enumerable.Range(0, 6).Select(day => Day(day, 200, day == 5 ? 1 : 0))];
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = Source(kind, days), Reference = new MonitorReference(ReferenceKind.First, 2), LeastRows = 20 });
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(6));
        Assert.Equal("LLQQQD", States(run.Windows));
        Assert.Equal(s_first.AddDays(5), Assert.Single(run.Alarms).Since);
        Assert.All(run.Windows, window => Assert.Equal(200, window.Rows));
        Assert.Equal("amount", Assert.Single(run.Windows[5].Drifted).Name);
        Assert.DoesNotContain(run.Windows[0].Columns, column => column.Name == "at");
        Assert.Empty(Yard.Monitors.Run("orders", s_first.AddDays(6)).Windows);
    }

    [Theory]
    [InlineData("files")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    [InlineData("log")]
    public void Windows_of_a_number_of_rows_have_each_row_once_though_many_are_of_one_moment(string kind)
    {
        // 30 rows of each of 14 moments: windows of 100 end within a moment.
        Frame rows = Moments(14, 30);
        MonitorSource source = kind == "log" ? Logged(rows) : Source(kind, [rows]);
        Yard.Monitors.Add(new MonitorDefinition("orders", kind == "log" ? "churn" : null) { Source = source, Reference = new MonitorReference(ReferenceKind.First, 1), WindowRows = 100 });
        MonitorRun run = Yard.Monitors.Run("orders");
        Assert.Equal([100L, 100L, 100L, 100L], run.Windows.Select(window => window.Rows));
        Assert.Equal([0L, 10L, 20L, 30L], run.Windows.Select(window => window.Skip));

        // Each window has the numbers that follow those of the window before: their means are as far apart.
        for (int window = 0; window < 4; window++)
        {
            var tally = Yard.Monitors.Tally("orders", run.Windows[window].Start, run.Windows[window].End);
            Assert.True(tally.Rows >= 100);
        }

        Assert.Equal(400, Yard.Monitors.Tally("orders", s_first.AddDays(-1), s_first.AddDays(2)).Rows);
        Assert.Equal("LQQQ", States(run.Windows));
        Assert.Equal(4, Yard.Monitors.Windows("orders").Count);
        Assert.Equal(2, Yard.Monitors.Windows("orders", 2).Count);
    }

    [Fact]
    public void Windows_of_rows_are_cut_from_one_moment_that_has_thousands()
    {
        Frame rows = Moments(3, 20_000);
        Yard.Monitors.Add(new MonitorDefinition("orders", "churn") { Source = Logged(rows), Reference = new MonitorReference(ReferenceKind.First, 1), WindowRows = 1000 });
        MonitorRun run = Yard.Monitors.Run("orders");
        Assert.Equal(60, run.Windows.Count);
        Assert.Equal(Enumerable.Range(0, 60).Select(window => window > 0 && window % 20 == 0 ? 20_000L : 1000L * (window % 20)), run.Windows.Select(window => window.Skip));
        var tally = Yard.Monitors.Tally("orders", s_first.AddDays(-1), s_first.AddDays(2));
        Assert.Equal(60_000, tally.Rows);
        Assert.Equal(rows["amount"].ToDoubles().Average(), tally.Columns.Single(column => column.Grid.Name == "amount").Mean, 1e-9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_word_among_the_numbers_of_a_file_is_counted_and_what_comes_after_is_looked_at(bool isTimed)
    {
        Frame[] days = [.. Enumerable.Range(0, 9).Select(day => Day(day, 200, 0))];
        days[6] = days[6].With(new TextColumn("amount", [.. Enumerable.Range(0, 200).Select(row => row % 10 == 0 ? "n/k" : days[6]["amount"].FormatCell(row))]));
        MonitorSource source = Source("files", days);
        for (int day = 0; day < days.Length && !isTimed; day++)
        {
            // Each file is a window, in the order of changes.
            File.SetLastWriteTimeUtc(Directory.GetFiles(Path.GetDirectoryName(source.Address)!).Order(StringComparer.Ordinal).ElementAt(day), s_first.AddDays(day));
        }

        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = isTimed ? source : source with { Time = null }, Reference = new MonitorReference(ReferenceKind.First, 3), Watch = [WatchKind.Drift, WatchKind.Anomalies, WatchKind.Together], LeastRows = 20 });
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(10));
        Assert.Equal("LLLQQQDQQ", States(run.Windows));
        Assert.Contains("'amount' cannot be read in 20 rows", Assert.Single(run.Windows[6].Quality), StringComparison.Ordinal);
        Assert.Equal("drift", Assert.Single(run.Alarms).Watch);
        Assert.Equal([false, false, false, true, true, true, false, true, true], run.Windows.Select(window => window.Looks.Any(look => look.Kind == WatchKind.Together && !double.IsNaN(look.PValue))));
        Assert.All(run.Windows.Skip(7), window => Assert.InRange(window.Measure("anomalies"), 0, 0.1));
    }

    [Fact]
    public void A_run_that_is_ended_keeps_what_was_judged_and_the_time_to_come_is_not_judged()
    {
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = Source("files", [.. Enumerable.Range(0, 6).Select(day => Day(day, 200, 0))]), Reference = new MonitorReference(ReferenceKind.First, 2), LeastRows = 20 });
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Assert.Throws<OperationCanceledException>(() => Yard.Monitors.Run("orders", s_first.AddDays(6), cancellation: ended.Token));
        Assert.Empty(Yard.Monitors.Windows("orders"));
        Assert.Contains("are not over", Assert.Throws<YardException>(() => Yard.Monitors.Run("orders", DateTime.UtcNow.AddDays(1))).Message, StringComparison.Ordinal);

        // One that has a turn looks at a window at least, and the next goes on where it was.
        Assert.Single(Yard.Monitors.Run("orders", s_first.AddDays(6), TimeSpan.Zero).Windows);
        Assert.Equal(5, Yard.Monitors.Run("orders", s_first.AddDays(6)).Windows.Count);
        Assert.Equal([s_first.AddDays(1), s_first.AddDays(2)], Yard.Monitors.Windows("orders", from: s_first.AddDays(1), until: s_first.AddDays(3)).Select(window => window.Start));
        Assert.Equal(s_first.AddDays(2), Assert.Single(Yard.Monitors.Windows("orders", 1, until: s_first.AddDays(3))).Start);
    }

    [Fact]
    public void What_windows_are_compared_with_is_the_file_or_the_time_that_was_named()
    {
        MonitorSource source = Source("files", [.. Enumerable.Range(0, 5).Select(day => Day(day, 200, 0))]);
        TableFiles.Write(Day(9, 150, 0), PathOf("reference.csv"));
        foreach ((string name, string reference, long rows) in ((string, string, long)[])[("file", $"file:{PathOf("reference.csv")}", 150), ("time", "2026-03-02..2026-03-04", 400), ("first", "first:1", 200)])
        {
            Yard.Monitors.Add(new MonitorDefinition(name, null) { Source = source, Reference = MonitorReference.Parse(reference), LeastRows = 20 });
            Yard.Monitors.Run(name, s_first.AddDays(5));
            Assert.Equal(rows, Yard.Monitors.Reference(name, s_first.AddDays(4))!.Rows);
        }
    }

    [Theory]
    [InlineData("postgres", "timestamp", "timestamptz")]
    [InlineData("mariadb", "datetime(6)", "timestamp(6)")]
    public void Windows_of_a_query_are_of_UTC_whatever_zone_the_server_lives_in(string kind, params string[] types)
    {
        // Six rows an hour, the first on the border and the last a microsecond before the next; the server takes the time of New York for its own.
        string[] moments = [.. Enumerable.Range(0, 6 * 48).Select(i => s_first.AddHours(i / 6).AddTicks(i % 6 == 5 ? TimeSpan.TicksPerHour - TimeSpan.TicksPerMicrosecond : i % 6 * 7 * TimeSpan.TicksPerMinute).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture))];
        foreach (string type in types)
        {
            string variable = $"MODELYARD_TEST_{Guid.NewGuid():N}", address = servers.FreshAddress(kind), zone = type is "timestamptz" or "timestamp(6)" ? "+00" : "";
            Environment.SetEnvironmentVariable(variable, address);
            using Database database = Database.Open(address);
            Run($"CREATE TABLE orders (moment {type}, amount double precision)");
            Run($"{(kind == "mariadb" ? "SET time_zone = '+00:00'; " : "")}INSERT INTO orders VALUES {string.Join(", ", moments.Select((moment, i) => $"('{moment}{(kind == "postgres" ? zone : "")}', {i % 7})"))}");
            Run(kind == "postgres" ? $"ALTER DATABASE {new Uri(address).AbsolutePath[1..]} SET timezone TO 'America/New_York'" : "SET GLOBAL time_zone = '-05:00'");
            string name = type.Replace("(6)", "", StringComparison.Ordinal);
            Yard.Monitors.Add(new MonitorDefinition(name, null) { Source = MonitorSource.OfQuery($"env:{variable}", "SELECT moment, amount FROM orders", "moment"), Window = TimeSpan.FromHours(1), Reference = new MonitorReference(ReferenceKind.First, 1), LeastRows = 2 });
            MonitorRun run = Yard.Monitors.Run(name, s_first.AddHours(48));
            Assert.Equal(Enumerable.Range(0, 48).Select(hour => (s_first.AddHours(hour), 6L)), run.Windows.Select(window => (window.Start, window.Rows)));
            Yard.Monitors.Add(new MonitorDefinition($"{name}-rows", null) { Source = MonitorSource.OfQuery($"env:{variable}", "SELECT moment, amount FROM orders", "moment"), WindowRows = 6, Reference = new MonitorReference(ReferenceKind.First, 1), LeastRows = 2 });
            Assert.Equal(Enumerable.Repeat(6L, 48), Yard.Monitors.Run($"{name}-rows", s_first.AddHours(48)).Windows.Select(window => window.Rows));

            void Run(string statements)
            {
                using DatabaseTransaction transaction = database.BeginTransaction();
                foreach (string statement in statements.Split("; "))
                {
                    transaction.Execute(statement);
                }

                transaction.Commit();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Words_among_the_numbers_of_a_file_are_an_alarm_and_stop_no_look(bool isTimed)
    {
        string folder = Directory.CreateDirectory(Path.Combine(YardFolder, "in")).FullName;
        for (int day = 0; day < 6; day++)
        {
            string path = Path.Combine(folder, $"{day}.csv");
            Frame rows = Day(day, 300, 0);
            TableFiles.Write(day != 4 ? rows : rows.With(new TextColumn("amount", Enumerable.Range(0, 300).Select(row => row % 10 == 0 ? "n/k" : rows["amount"].FormatCell(row)))), path);
            File.SetLastWriteTimeUtc(path, s_first.AddDays(day + 1));
        }

        string pattern = Path.Combine(folder, "*.csv");
        Yard.Monitors.Add(new MonitorDefinition("orders", null)
        {
            Source = isTimed ? MonitorSource.OfFiles(pattern, "at") : MonitorSource.OfFiles(pattern),
            Reference = new MonitorReference(ReferenceKind.First, 2),
            Watch = [WatchKind.Drift, WatchKind.Anomalies],
        });
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(6));
        Assert.Equal("LLQQDQ", States(run.Windows));
        Assert.Equal(["'amount' cannot be read in 30 rows (10 %)."], run.Windows[4].Quality);
        Assert.All(run.Windows.Skip(2), window => Assert.False(double.IsNaN(window.Looks.Single(look => look.Kind == WatchKind.Anomalies).PValue)));
    }

    [Fact]
    public void Files_without_times_are_a_window_each_in_the_order_in_which_they_came()
    {
        string folder = Directory.CreateDirectory(Path.Combine(YardFolder, "in")).FullName;
        for (int day = 0; day < 4; day++)
        {
            // Two files of one moment, in the order of their names.
            string path = Path.Combine(folder, $"{(char)('d' - day)}.csv");
            TableFiles.Write(Day(day, 100 + day, 0).Select("amount", "kind"), path);
            File.SetLastWriteTimeUtc(path, s_first.AddDays(Math.Min(day, 2)));
        }

        Yard.Monitors.Add(new MonitorDefinition("batches", null) { Source = MonitorSource.OfFiles(Path.Combine(folder, "*.csv")), Reference = new MonitorReference(ReferenceKind.Previous, 2) });
        MonitorRun run = Yard.Monitors.Run("batches", s_first.AddDays(1));
        Assert.Equal(["d.csv", "c.csv"], run.Windows.Select(window => window.Batch));
        run = Yard.Monitors.Run("batches");
        Assert.Equal(["a.csv", "b.csv"], run.Windows.Select(window => window.Batch));
        Assert.Equal([103L, 102L], run.Windows.Select(window => window.Rows));
        Assert.Empty(Yard.Monitors.Run("batches").Windows);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("at")]
    public void A_file_with_a_header_alone_is_a_batch_without_rows_and_stops_nothing(string? time)
    {
        string folder = Directory.CreateDirectory(Path.Combine(YardFolder, "some")).FullName;
        for (int day = 0; day < 5; day++)
        {
            string path = Path.Combine(folder, $"{day}.csv");
            File.WriteAllText(path, "at,amount\n" + (day == 3 ? "" : string.Concat(Enumerable.Range(0, 60).Select(row => $"2026-03-0{day + 2}T10:00:{row:00}Z,{row * 7 % 31}\n"))));
            File.SetLastWriteTimeUtc(path, s_first.AddDays(day + 0.9));
        }

        Yard.Monitors.Add(new MonitorDefinition("some", null) { Source = MonitorSource.OfFiles(Path.Combine(folder, "*.csv"), time), Reference = new MonitorReference(ReferenceKind.First, 1) });
        Assert.Equal("LQQSQ", States(Yard.Monitors.Run("some", s_first.AddDays(5)).Windows));
    }

    [Fact]
    public void A_time_and_a_file_are_references()
    {
        Frame[] days = [.. Enumerable.Range(0, 6).Select(day => Day(day, 200, day >= 3 ? 1 : 0))];
        MonitorSource source = Source("files", days);
        string june = Path.Combine(YardFolder, "june.csv");
        TableFiles.Write(Day(40, 500, 1), june);
        Yard.Monitors.Add(new MonitorDefinition("time", null) { Source = source, Reference = MonitorReference.Parse("2026-03-04..2026-03-05") });
        Yard.Monitors.Add(new MonitorDefinition("file", null) { Source = source, Reference = MonitorReference.Parse($"file:{june}") });
        Assert.Equal("QQLDDD", States(Yard.Monitors.Run("time", s_first.AddDays(6)).Windows));
        Assert.Equal("DDDQQQ", States(Yard.Monitors.Run("file", s_first.AddDays(6)).Windows));
        Yard.Monitors.Add(new MonitorDefinition("empty", null) { Source = source, Reference = MonitorReference.Parse("2020-03-04..2020-03-05") });
        Assert.Contains("has 0 rows and must have 30", Assert.Throws<YardException>(() => Yard.Monitors.Run("empty")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_watched_is_refused_in_a_sentence()
    {
        MonitorSource files = Source("files", [Day(0, 50, 0)]);
        Refused("no model and no other source", new MonitorDefinition("m", null));
        Refused("compares with training data, and no model is named", new MonitorDefinition("m", null) { Source = files });
        var first = new MonitorDefinition("m", null) { Source = files, Reference = new MonitorReference(ReferenceKind.First) };
        Refused("is not there", first with { Source = MonitorSource.OfFiles("/nowhere/in/*.csv", "at") });
        Refused("has no column 'when'", first with { Source = files with { Time = "when" } });
        Refused("is Double and must be times", first with { Source = files with { Time = "amount" } });
        Refused("needs a query", first with { Source = MonitorSource.OfQuery("sqlite:x.db", " ", "at") });
        Refused("has a password", first with { Source = MonitorSource.OfQuery("postgres://me:secret@db/orders", "SELECT 1", "at") });
        Refused("must be from 1 to 10,000,000", first with { WindowRows = 0 });
        Refused("cannot be cut by a number of rows", first with { WindowRows = 10, Source = files with { Time = null } });
        Refused("is one of windows of time", first with { WindowRows = 10, Reference = new MonitorReference(ReferenceKind.Weekday) });
        Refused("those of fewer than '30' are not judged", first with { WindowRows = 29 });
        Refused("There is no such file", first with { Reference = MonitorReference.Parse("file:/nowhere/june.csv") });
        Refused("looks at nothing", first with { Watch = [] });
        Refused("'stream' is watched of a log", first with { Watch = [WatchKind.Stream] });
        Refused("each once", first with { Detectors = [] });
        Refused("each once", first with { Detectors = [StreamDetector.Ddm, StreamDetector.Ddm] });
        Refused("Watch 'stream' too", first with { Detectors = [StreamDetector.Ddm] });
        Assert.Contains("from one moment up to a later one", Assert.Throws<YardException>(() => MonitorReference.Parse("2026-03-04..2026-03-04")).Message, StringComparison.Ordinal);

        void Refused(string expected, MonitorDefinition monitor) => Assert.Contains(expected, Assert.ThrowsAny<ModelyardException>(() => Yard.Monitors.Add(monitor)).Message, StringComparison.Ordinal);
    }

    private static string States(IEnumerable<MonitorWindow> windows) => string.Concat(windows.Select(window => window.State.ToString()[0]));

    private static Frame Day(int day, int rows, double shift)
    {
        var random = new RandomStream(3, (ulong)day);
        double[] amount = new double[rows];
        string[] kind = new string[rows];
        long[] at = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            amount[row] = random.NextGaussian() + shift;
            kind[row] = random.NextDouble() < 0.4 ? "new" : "old";
            at[row] = s_first.AddDays(day).AddSeconds(86_400.0 * row / rows).Ticks;
        }

        return Frame.Of(new TimestampColumn("at", at), new DoubleColumn("amount", amount), CategoryColumn.From("kind", kind));
    }

    private static Frame Moments(int moments, int each)
    {
        var random = new RandomStream(4);
        return Frame.Of(
            new TimestampColumn("at", [.. Enumerable.Range(0, moments * each).Select(row => s_first.AddHours(row / each).Ticks)]),
            new DoubleColumn("amount", [.. Enumerable.Range(0, moments * each).Select(_ => random.NextGaussian())]));
    }

    private MonitorSource Source(string kind, Frame[] days)
    {
        if (kind == "sqlite")
        {
            string address = $"sqlite:{Path.Combine(YardFolder, "orders.db")}";
            using Database database = Database.Open(address);
            database.Write(Frame.ConcatRows(days), "orders");
            return MonitorSource.OfQuery(address, "SELECT * FROM orders;", "at");
        }

        if (kind is "postgres" or "mariadb")
        {
            // An address with a password must be in a variable.
            string variable = $"MODELYARD_TEST_{Guid.NewGuid():N}", address = servers.FreshAddress(kind);
            Environment.SetEnvironmentVariable(variable, address);
            using Database database = Database.Open(address);
            database.Write(Frame.ConcatRows(days), "orders");
            return MonitorSource.OfQuery($"env:{variable}", "SELECT * FROM orders;", "at");
        }

        string folder = Directory.CreateDirectory(Path.Combine(YardFolder, "days")).FullName;
        foreach ((int i, Frame day) in days.Index())
        {
            TableFiles.Write(day, Path.Combine(folder, $"{i}.csv"));
        }

        return MonitorSource.OfFiles(Path.Combine(folder, "?.csv"), "at");
    }

    private MonitorSource Logged(Frame rows)
    {
        using PredictionLog log = Yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(new PredictionSource("churn", "1", new FeatureSchema(new Feature("amount")), "y"));
        writer.Write(Frame.Of(rows["at"].Rename(PredictionColumns.Time), rows["amount"], rows["amount"].Rename(PredictionColumns.Prediction)), s_first);
        return MonitorSource.Log;
    }
}
