using Modelyard.Lifecycle.Monitors;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches how many rows come, how old and how often the same.</summary>
public sealed class OperationTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Volume_repetition_and_age_beyond_what_is_usual_alarm_on_their_own()
    {
        int[] rows = [.. Enumerable.Range(0, 20).Select(day => day == 12 ? 40 : 200 + (day * 7 % 40))];
        var orders = new OrderFiles(YardFolder, rows, day => day == 15 ? 0.4 : 0, day => day == 18 ? 0.3 : 1);
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = orders.Source, Reference = new MonitorReference(ReferenceKind.First, 5), Watch = [WatchKind.Operation] });
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(20));
        WindowLook[] looks = [.. run.Windows.Select(window => Assert.Single(window.Looks))];
        Assert.Equal([12, 15, 18], Enumerable.Range(0, 20).Where(day => looks[day].IsFound));
        Assert.Equal(["volume", "duplicates", "freshness"], ((int[])[12, 15, 18]).Select(day => Assert.Single(looks[day].Subjects)));
        Assert.StartsWith("Unusual rows: ", looks[12].Summary, StringComparison.Ordinal);
        Assert.All(looks.Take(5), look => Assert.True(double.IsNaN(look.PValue)));
        Assert.Equal(89.0 / 225, run.Windows[15].Measure(MeasureNames.Duplicates));
        Assert.All(run.Alarms, alarm => Assert.Equal("operation", alarm.Watch));
        Assert.Equal(3, run.Alarms.Count);
    }

    [Fact]
    public void Volumes_that_vary_as_usual_alarm_in_at_most_the_stated_share()
    {
        // 60 monitors of 60 days each, volumes log-normal: at a stated 5 % some 3 alarm at most, with room for chance.
        int alarmed = 0;
        for (ulong run = 0; run < 60; run++)
        {
            var random = new RandomStream(11, run);
            var history = new List<MonitorWindow>();
            bool isFound = false;
            var monitor = new MonitorDefinition("orders", null) { Source = MonitorSource.OfFiles("x", "at"), Watch = [WatchKind.Operation] };
            for (int day = 0; day < 60; day++)
            {
                double volume = Math.Round(Math.Exp(6 + (0.5 * random.NextGaussian())));
                var window = new MonitorWindow(s_first.AddDays(day), s_first.AddDays(day + 1), WindowState.Quiet, (long)volume) { Measures = [new WindowMeasure(MeasureNames.Volume, volume)] };
                WindowLook look = OperationLook.Of(window, history, monitor, WindowLooks.LevelOf(monitor, WindowLooks.Found(history, WatchKind.Operation)));
                isFound |= look.IsFound;
                history.Add(window with { Looks = [look] });
            }

            alarmed += isFound ? 1 : 0;
        }

        Assert.InRange(alarmed, 0, 7);
    }

    [Fact]
    public void Rows_that_stay_away_alarm_until_they_come_and_windows_without_them_are_not_judged_before()
    {
        var orders = new OrderFiles(YardFolder, [.. Enumerable.Repeat(100, 8)]);
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = orders.Source, Reference = new MonitorReference(ReferenceKind.First, 2), Freshness = TimeSpan.FromHours(30) });
        Assert.Empty(Yard.Monitors.Run("orders", s_first.AddDays(8)).Alarms);
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(9).AddHours(7));
        Assert.Empty(run.Windows);
        Assert.Equal(["freshness", "silence"], run.Alarms.Select(alarm => alarm.Watch).Order());
        Assert.Empty(Yard.Monitors.Run("orders", s_first.AddDays(10)).Alarms);
        _ = new OrderFiles(YardFolder, [.. Enumerable.Repeat(100, 11)]);
        Assert.Equal(3, Yard.Monitors.Run("orders", s_first.AddDays(11)).Windows.Count);
        Assert.Empty(Yard.Alarms.List());
        Assert.Equal(2, Yard.Alarms.List(all: true).Count);
    }
}
