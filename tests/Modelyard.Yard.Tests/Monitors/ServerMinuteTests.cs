using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches what servers say of themselves.</summary>
public sealed class ServerMinuteTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_quantile_is_off_by_an_eighth_of_an_octave_at_most_and_counts_add_up()
    {
        var random = new RandomStream(6);
        double[] milliseconds = [.. Enumerable.Range(0, 5000).Select(_ => Math.Exp(3 * random.NextGaussian())).Select(value => TimeSpan.FromMilliseconds(value)).Select(span => span.TotalMicroseconds < 1 ? 0.001 : span.TotalMilliseconds)];
        LatencyCounts all = new(), parts = new(), half = new();
        foreach ((int i, double value) in milliseconds.Index())
        {
            all.Add(TimeSpan.FromMilliseconds(value));
            (i % 2 == 0 ? parts : half).Add(TimeSpan.FromMilliseconds(value));
        }

        parts.Merge(half);
        double[] sorted = [.. milliseconds.Order()];
        foreach (double share in (double[])[0, 0.01, 0.5, 0.95, 0.99, 1])
        {
            // Whole microseconds are counted, and the least are a few of them.
            double exact = sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
            Assert.InRange(all.Quantile(share), exact * 0.999, (exact * 1.126) + 0.0011);
            Assert.Equal(all.Quantile(share), parts.Quantile(share));
        }

        Assert.Equal(5000, all.Count);
        Assert.Equal(0, all.Since(parts).Count);
        Assert.True(double.IsNaN(new LatencyCounts().Quantile(0.5)));
    }

    [Fact]
    public void Minutes_come_back_as_they_were_told_once_each_and_old_ones_are_forgotten()
    {
        ServerMinute one = Minute("churn", s_first.AddMinutes(1), 10, 2, 3);
        Yard.Monitors.Servers.Add([one, Minute("price", s_first.AddMinutes(1), 5)]);
        Yard.Monitors.Servers.Add([one with { Requests = 99 }]);
        ServerMinute read = Assert.Single(Yard.Monitors.Servers.Read("churn", s_first, s_first.AddMinutes(1)));
        Assert.Equal(one with { Latencies = read.Latencies }, read);
        Assert.Equal((10, one.Latencies.Quantile(0.95)), (read.Latencies.Count, read.Latencies.Quantile(0.95)));

        // A minute belongs to the time in which it ends.
        Assert.Empty(Yard.Monitors.Servers.Read("churn", s_first.AddMinutes(1), s_first.AddMinutes(2)));
        Yard.Monitors.Servers.Add([Minute("churn", s_first.AddDays(10), 1)], TimeSpan.FromDays(9));
        Assert.Equal(s_first.AddDays(10), Assert.Single(Yard.Monitors.Servers.Read("churn", DateTime.MinValue, DateTime.MaxValue)).End);
        Assert.Single(Yard.Monitors.Servers.Read("price", DateTime.MinValue, DateTime.MaxValue));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public void Requests_that_fail_alarm_and_windows_of_which_no_server_speaks_are_judged_by_the_others(int? rows)
    {
        // Day after day of 60 rows, of which servers speak from day 6 on; on day 14 one request in ten fails, and the process is paused for a tenth of the time.
        Log(16, 60);
        for (int day = 6; day < 16; day++)
        {
            Yard.Monitors.Servers.Add([.. Enumerable.Range(1, 23).SelectMany(hour => ((string[])["a", "b"]).Select(server => Minute("churn", s_first.AddDays(day).AddHours(hour), 50, 1, day == 14 ? 5 : 0) with
            {
                Server = server, Paused = TimeSpan.FromSeconds(day == 14 ? 6 : 0.6), WorkingSet = server == "a" ? 1_000_000 : 2_000_000,
            }))]);
        }

        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { WindowRows = rows, Reference = new MonitorReference(ReferenceKind.First, 2), Watch = [WatchKind.Operation], Rules = [new MonitorRule("failures", "errors > 0.01"), new MonitorRule("paused", "gc > 0.5")] });
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(16));
        Assert.Equal(16, run.Windows.Count);
        Assert.All(run.Windows.Take(6), window => Assert.True(double.IsNaN(window.Measure("errors")) && double.IsNaN(window.Measure("memory"))));
        MonitorWindow bad = run.Windows[14];
        Assert.Equal((0.1, 0.02, 2_000_000), (bad.Measure("errors"), bad.Measure("refused"), bad.Measure("memory")));
        Assert.Equal(0.1, bad.Measure("gc"), 1e-12);
        WindowLook[] looks = [.. run.Windows.Select(window => Assert.Single(window.Looks))];
        Assert.Equal([14], Enumerable.Range(0, 16).Where(day => looks[day].IsFound));
        Assert.Equal(["errors", "gc"], looks[14].Subjects.Order());
        Assert.Contains("requests that failed: 0 % is usual, and 10 % now", looks[14].Summary, StringComparison.Ordinal);
        if (rows is null)
        {
            Assert.Equal(46 * 50 / 1440.0, run.Windows[10].Measure("throughput"));
        }

        // Of windows before servers spoke something is judged all the same.
        Assert.False(double.IsNaN(looks[5].PValue));
        Assert.Equal(["operation", "rule:failures"], run.Alarms.Select(alarm => alarm.Watch).Order());
    }

    [Fact]
    public void A_monitor_that_does_not_watch_operation_has_no_figures_of_servers()
    {
        Log(2, 60);
        Yard.Monitors.Servers.Add([Minute("churn", s_first.AddHours(1), 50)]);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Drift] });
        Assert.All(Yard.Monitors.Run("daily", s_first.AddDays(2)).Windows, window => Assert.True(double.IsNaN(window.Measure("throughput"))));
    }

    private static ServerMinute Minute(string model, DateTime end, int requests, int refused = 0, int failed = 0)
    {
        var minute = new ServerMinute(model, "machine/1", end.AddMinutes(-1), end)
        {
            Requests = requests, Refused = refused, Failed = failed, Predictions = 2 * requests, WorkingSet = 300_000_000, Heap = 100_000_000, Paused = TimeSpan.FromMilliseconds(600), FullCollections = 2, Processor = TimeSpan.FromSeconds(30), Processors = 2,
        };
        for (int i = 1; i <= requests; i++)
        {
            minute.Latencies.Add(TimeSpan.FromMilliseconds(i));
        }

        return minute;
    }

    private void Log(int days, int rows)
    {
        using PredictionLog log = Yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(new PredictionSource("churn", "1", new FeatureSchema(new Feature("x")), "y") { Classes = ["No", "Yes"] });
        for (int day = 0; day < days; day++)
        {
            // The last row of a day comes at its end, so that windows of as many rows are whole days.
            for (int row = 0; row < rows; row++)
            {
                writer.Write(
                    Frame.Of([new DoubleColumn("x", [row + (100 * day) + 0.5]), CategoryColumn.From("_prediction", ["No"]), new TextColumn("_request", [$"{day}-{row}"])]),
                    s_first.AddDays(day).AddMinutes(row == 0 ? 0 : row == rows - 1 ? 1439 : row));
            }
        }
    }
}
