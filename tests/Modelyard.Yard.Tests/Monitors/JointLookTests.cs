using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches columns together: what no column shows alone, words, and embeddings.</summary>
public sealed class JointLookTests : TestYard
{
    private const int Rows = 200, Changed = 8;
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("first:2", 2)]
    [InlineData("file:reference.csv", 0)]
    public void Columns_that_go_together_from_a_day_on_alarm_though_none_has_moved(string reference, int first)
    {
        // The law of each column stays as it is.
        Write(11, (_, day, random) => Pair(random, day >= Changed ? 0.8 : 0));
        TableFiles.Write(Day(99, (_, _, random) => Pair(random, 0)), PathOf("reference.csv"));
        Yard.Monitors.Add(Monitor() with { Reference = MonitorReference.Parse(reference.Replace("reference.csv", PathOf("reference.csv"), StringComparison.Ordinal)), Rules = [new MonitorRule("apart", "together.classifier > 0.6")] });
        MonitorRun run = Run(11);
        Assert.DoesNotContain(run.Alarms, alarm => alarm.Watch == "drift");
        Alarm alarm = Assert.Single(run.Alarms, alarm => alarm.Watch == "together");
        Assert.Equal(Moment(Changed), alarm.Since);
        Assert.Equal(["columns together", "x", "y"], alarm.Columns.Order());
        Assert.Contains("rank correlation of 'x' and 'y'", alarm.Summary, StringComparison.Ordinal);
        Assert.Equal(Moment(Changed), Assert.Single(run.Alarms, alarm => alarm.Watch == "rule:apart").Since);
        Assert.All(run.Windows.Take(first), window => Assert.DoesNotContain(window.Measures, measure => measure.Name.StartsWith("together.", StringComparison.Ordinal)));
        Assert.All(run.Windows.Skip(first).Take(Changed - first), window => Assert.InRange(window.Measure("together.classifier"), 0.3, 0.6));
        Assert.All(run.Windows.Skip(Changed), window =>
        {
            Assert.True(Look(window).IsFound);
            WindowMeasure area = window.Measures.Single(measure => measure.Name == "together.classifier");
            Assert.InRange(area.Value, area.Low, area.High);
            Assert.InRange(area.Low, 0.5, 1);
            Assert.InRange(window.Measure("together.discrepancy"), 0.1, 1);
        });
    }

    [Fact]
    public void A_kernel_finds_on_its_own_what_is_rarer_than_permutations_can_tell()
    {
        // Sum and difference of the two get the same sign: components have the errors that they had, and no plane lies between the rows.
        Write(
            10,
            (_, day, random) =>
            {
                double sum = 1.2 * random.Normal(), difference = 0.6 * random.Normal();
                difference = day < Changed ? difference : Math.CopySign(difference, sum);
                return [sum + difference, sum - difference];
            },
            "e_",
            rows: 600);
        Yard.Monitors.Add(Monitor() with { Reference = new MonitorReference(ReferenceKind.First, 2), Watch = [WatchKind.Together], Embeddings = ["e_"] });
        MonitorRun run = Run(10);
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal((Moment(Changed), "e_"), (alarm.Since, Assert.Single(alarm.Columns)));
        Assert.InRange(run.Windows[Changed].Measure("together.e_.classifier"), 0.3, 0.6);
        Assert.InRange(Look(run.Windows[Changed]).PValue, 0, 0.0001);
        Assert.Contains("the embedding 'e_' by a kernel (", alarm.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_texts_have_from_a_day_on_are_named()
    {
        string[] words = [.. "late again cold kind people parcel open fine quick well packed answer days good price wrong size sent phone never ask once more thanks".Split(' ')];
        for (int day = 0; day < 9; day++)
        {
            var random = new Draws((ulong)day);
            WriteFile(day, Frame.Of(new TextColumn("comment", [.. Enumerable.Range(0, Rows).Select(_ =>
                string.Join(' ', Enumerable.Range(0, 5).Select(_ => words[(int)(random.Uniform() * words.Length)])) + (day == Changed && random.Uniform() < 0.4 ? " refund" : ""))])));
        }

        Yard.Monitors.Add(Monitor() with { Reference = new MonitorReference(ReferenceKind.First, 2), Watch = [WatchKind.Together] });
        MonitorRun run = Run(9);
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal((Moment(Changed), "comment"), (alarm.Since, Assert.Single(alarm.Columns)));
        Assert.Contains("'refund", alarm.Summary, StringComparison.Ordinal);
        Assert.InRange(run.Windows[Changed].Measure("together.comment.classifier"), 0.6, 0.8);
    }

    [Theory]
    [InlineData("previous:3", 1)]
    [InlineData("weekday:1", 7)]
    public void What_came_before_is_the_reference_and_what_stays_becomes_usual(string reference, int first)
    {
        Write(18, (_, day, random) => Pair(random, day >= Changed ? 0.8 : 0), isTimed: true);
        MonitorDefinition monitor = Monitor() with { Source = Monitor().Source with { Time = "at" }, Reference = MonitorReference.Parse(reference), Watch = [WatchKind.Together] };
        Yard.Monitors.Add(monitor);
        MonitorRun run = Run(18);
        Assert.Equal(first, run.Windows.Count(window => double.IsNaN(Look(window).PValue)));
        Assert.Equal(s_first.AddDays(Changed), run.Windows.First(window => Look(window).IsFound).Start);
        Assert.DoesNotContain(run.Windows.Skip(Changed + 7), window => Look(window).IsFound);

        // Of runs each day and of one at the end the figures are the same, though rows are drawn anew.
        Yard.Monitors.Add(monitor with { Name = "each" });
        for (int day = 1; day <= 18; day++)
        {
            Yard.Monitors.Run("each", s_first.AddDays(day));
        }

        Assert.Equal(run.Windows.Select(window => Look(window).PValue), Yard.Monitors.Windows("each").Select(window => Look(window).PValue));
    }

    [Fact]
    public void Days_that_differ_anyway_alarm_nobody_once_that_is_learned()
    {
        // Each day goes together by another measure; then one that is far beyond.
        double[] measure = [.. Enumerable.Range(0, 18).Select(day => day == 17 ? 0.95 : 0.6 * new Draws(100 + (ulong)day).Uniform())];
        Write(18, (_, day, random) => Pair(random, measure[day]), rows: 600);
        MonitorDefinition naive = Monitor() with { Name = "naive", Watch = [WatchKind.Together], Reference = new MonitorReference(ReferenceKind.First, 1) };
        Yard.Monitors.Add(naive);
        Yard.Monitors.Add(naive with { Name = "learned", Learn = 6 });
        Assert.Contains(Yard.Monitors.Run("naive", s_first.AddDays(17)).Windows, window => Look(window).IsFound);
        MonitorWindow[] windows = [.. Yard.Monitors.Run("learned", s_first.AddDays(18)).Windows];
        Assert.Equal(7, windows.Count(window => double.IsNaN(Look(window).PValue)));
        Assert.Equal([17], Enumerable.Range(0, 18).Where(day => Look(windows[day]).IsFound));
    }

    [Fact]
    public void Rows_that_are_repeated_are_told_as_that_and_not_as_columns_that_have_moved()
    {
        string[] names = ["a", "b", "c", "d", "e", "f"];
        for (int day = 0; day < 8; day++)
        {
            // On the last day two rows in five are there twice, each under another number.
            var random = new Draws(70 + (ulong)day);
            double[][] values = [.. Enumerable.Range(0, 400).Select(_ => names.Select(_ => random.Normal()).ToArray())];
            int[] rows = [.. Enumerable.Range(0, 400).Select(row => day == 7 && row >= 240 ? row - 240 : row)];
            WriteFile(day, Frame.Of([new DoubleColumn("id", [.. rows.Select((_, row) => (double)((1000 * day) + row))]), .. names.Select((name, column) => new DoubleColumn(name, [.. rows.Select(row => values[row][column])]))]));
        }

        Yard.Monitors.Add(Monitor() with { Watch = [WatchKind.Together, WatchKind.Operation], Reference = new MonitorReference(ReferenceKind.First, 2), Drift = new() { Exclude = ["id"] } });
        MonitorRun run = Run(8);
        Assert.Equal(0.4, run.Windows[7].Measure("duplicates"), 1e-12);
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal(("operation", Moment(7)), (alarm.Watch, alarm.Since));
        Assert.InRange(run.Windows[7].Measure("together.classifier"), 0.3, 0.6);
    }

    [Fact]
    public void Where_nothing_changes_alarms_are_as_rare_as_stated()
    {
        int alarmed = 0;
        for (int seed = 0; seed < 12; seed++)
        {
            Write(20, (_, day, random) => Pair(random, 0.3), rows: 60, seed: (ulong)(1000 * (seed + 1)));
            Yard.Monitors.Add(Monitor() with { Name = $"m{seed}", Watch = [WatchKind.Together], Reference = new MonitorReference(ReferenceKind.First, 3), FalseAlarms = 0.1 });
            alarmed += Yard.Monitors.Run($"m{seed}", s_first.AddDays(20)).Alarms.Count > 0 ? 1 : 0;
        }

        // A tenth of 12 may, and 4 would be three standard errors more.
        Assert.InRange(alarmed, 0, 4);
    }

    [Fact]
    public void What_cannot_be_looked_at_is_said_and_later_windows_are()
    {
        Write(4, (_, _, random) => Pair(random, 0));
        WriteFile(4, Frame.Of(new TextColumn("x", [.. Enumerable.Range(0, Rows).Select(row => $"n{row}")]), new DoubleColumn("z", new double[Rows])));
        WriteFile(5, Day(5, (_, _, random) => Pair(random, 0)));
        Yard.Monitors.Add(Monitor() with { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Together], Embeddings = ["emb_"] });
        MonitorRun run = Run(6);
        Assert.All(run.Windows.Skip(1), window => Assert.Contains("No column that both tables have begins with 'emb_'", Look(window).Summary, StringComparison.Ordinal));
        Yard.Monitors.Add(Monitor() with { Name = "plain", Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Together] });
        MonitorWindow[] windows = [.. Yard.Monitors.Run("plain", s_first.AddDays(6)).Windows];
        Assert.Equal([false, true, true, true, false, true], windows.Select(window => !double.IsNaN(Look(window).PValue)));
        Assert.Contains("Watch 'together' too", Assert.Throws<YardException>(() => Yard.Monitors.Add(Monitor() with { Name = "wrong", Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Drift], Embeddings = ["e_"] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Says when the file of a day was last changed, which is when its window begins.</summary>
    private static DateTime Moment(int day) => s_first.AddDays(day).AddHours(23);

    private static WindowLook Look(MonitorWindow window) => window.Looks.Single(look => look.Kind == WatchKind.Together);

    private static double[] Pair(Draws random, double correlation)
    {
        double first = random.Normal();
        return [first, (correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * random.Normal())];
    }

    private static Frame Day(int day, Func<int, int, Draws, double[]> draw, string prefix = "", int rows = Rows, ulong seed = 0)
    {
        var random = new Draws(seed + (ulong)day);
        double[][] values = [.. Enumerable.Range(0, rows).Select(row => draw(row, day, random))];
        return Frame.Of(values[0].Select((_, column) => new DoubleColumn(prefix.Length > 0 ? $"{prefix}{column}" : column == 0 ? "x" : "y", [.. values.Select(row => row[column])])));
    }

    private MonitorDefinition Monitor() => new("daily", null) { Source = MonitorSource.OfFiles(Path.Combine(PathOf("days"), "*.csv"), null), Watch = [WatchKind.Drift, WatchKind.Together], LeastRows = 20 };

    private MonitorRun Run(int days) => Yard.Monitors.Run("daily", s_first.AddDays(days));

    private void Write(int days, Func<int, int, Draws, double[]> draw, string prefix = "", int rows = Rows, ulong seed = 0, bool isTimed = false)
    {
        for (int day = 0; day < days; day++)
        {
            Frame table = Day(day, draw, prefix, rows, seed);
            WriteFile(day, isTimed ? table.With(new TimestampColumn("at", [.. Enumerable.Range(0, rows).Select(row => s_first.AddDays(day).AddMinutes(row).Ticks)])) : table);
        }
    }

    private void WriteFile(int day, Frame rows)
    {
        string path = Path.Combine(Directory.CreateDirectory(PathOf("days")).FullName, $"{day:00}.csv");
        TableFiles.Write(rows, path);
        File.SetLastWriteTimeUtc(path, Moment(day));
    }

    /// <summary>Represents a stream of random numbers that goes on wherever it is handed to.</summary>
    private sealed class Draws(ulong seed)
    {
        private RandomStream _stream = new(31, seed);

        public double Normal() => _stream.NextGaussian();

        public double Uniform() => _stream.NextDouble();
    }
}
