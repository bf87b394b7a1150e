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
    public void What_comes_while_it_is_learned_alarms_nobody_and_is_usual_afterwards()
    {
        // Half as many rows on Saturdays and Sundays; on the last day nearly none.
        var orders = new OrderFiles(YardFolder, [.. Enumerable.Range(0, 31).Select(day => day == 30 ? 5 : day % 7 > 4 ? 150 : 300)]);
        var naive = new MonitorDefinition("naive", null) { Source = orders.Source, Reference = new MonitorReference(ReferenceKind.First, 5), Watch = [WatchKind.Operation] };
        Yard.Monitors.Add(naive);
        Yard.Monitors.Add(naive with { Name = "learned", Learn = 14 });
        Assert.Contains(Yard.Monitors.Run("naive", s_first.AddDays(31)).Alarms, alarm => alarm.Since == s_first.AddDays(5));
        Alarm alarm = Assert.Single(Yard.Monitors.Run("learned", s_first.AddDays(31)).Alarms);
        Assert.Equal(("operation", s_first.AddDays(30)), (alarm.Watch, alarm.Since));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(4)]
    public void Windows_of_few_rows_alarm_as_rarely_and_a_flood_is_seen(double rate)
    {
        int alarmed = 0;
        for (ulong run = 0; run < 20; run++)
        {
            (List<MonitorWindow> history, bool isFound) = Minutes(rate, 600, 17, run);
            alarmed += isFound ? 1 : 0;
            MonitorWindow flood = Minute(600, Math.Ceiling((rate * 20) + 40), 0);
            Assert.True(OperationLook.Of(flood, history, s_minutes, WindowLooks.LevelOf(s_minutes, WindowLooks.Found(history, WatchKind.Operation))).IsFound);
        }

        // A twentieth of 20 may, and 4 would be three standard errors more.
        Assert.InRange(alarmed, 0, 4);
    }

    [Theory]
    [InlineData(ReferenceKind.First)]
    [InlineData(ReferenceKind.Weekday)]
    public void Hours_without_a_row_where_hours_differ_are_an_alarm_when_there_are_some_in_a_row(ReferenceKind reference)
    {
        // 120 rows an hour, 5 in three hours of each night; from four in the morning of the 85th day twelve hours stay away: where seasons are not known, eight tell that.
        MonitorDefinition monitor = s_hours with { Reference = new MonitorReference(reference, 4) };
        List<(MonitorWindow Window, WindowLook Look)> seen = Hours(monitor, 24 * 86, hour => hour is >= Outage and < Outage + 12 ? 0 : hour % 24 < 3 ? 5 : 120);
        int[] found = [.. Enumerable.Range(0, seen.Count).Where(hour => seen[hour].Look.IsFound)];
        Assert.NotEmpty(found);
        Assert.All(found, hour => Assert.InRange(hour, Outage, Outage + 11));
        Assert.Equal([Outage + 8, Outage + 9, Outage + 10, Outage + 11], found.Where(hour => hour >= Outage + 8));

        // It is said since when, not since when it was sure.
        AlarmFinding finding = WindowFindings.OfLooks(monitor, seen[found[0]].Window, [.. seen.Take(found[0]).Select(one => one.Window)]).First(one => one.Watch == "silence");
        Assert.Equal(s_first.AddHours(Outage), finding.Since);
    }

    [Fact]
    public void Nights_and_weekends_that_always_stay_without_a_row_are_none()
    {
        var random = new RandomStream(23);
        List<(MonitorWindow Window, WindowLook Look)> seen = Hours(s_hours, 24 * 7 * 6, hour => hour % 24 is < 7 or > 20 || hour / 24 % 7 > 4 ? 0 : 60 + (int)(30 * random.NextDouble()));

        // The first night and the first weekend are news; later at most the first rows of a week, where the hours before had none.
        Assert.DoesNotContain(seen.Skip(24 * 14), one => one.Look.IsFound && one.Window.Rows == 0);
    }

    [Fact]
    public void One_request_of_few_that_fails_is_no_alarm_and_half_of_many_are()
    {
        var history = new List<MonitorWindow>();
        for (int minute = 0; minute < 60; minute++)
        {
            history.Add(Minute(minute, 3, 0));
        }

        Assert.False(OperationLook.Of(Minute(60, 3, 1), history, s_minutes, 0.001).IsFound);
        Assert.Equal([MeasureNames.Errors], OperationLook.Of(Minute(60, 3, 3), history, s_minutes, 0.001).Subjects);
    }

    [Fact]
    public void A_level_that_holds_for_28_windows_has_become_usual_and_errors_never_do()
    {
        var history = new List<MonitorWindow>();
        var random = new RandomStream(23, 0);
        List<int> louder = [], failing = [];
        for (int minute = 0; minute < 300; minute++)
        {
            double rows = Math.Round((minute < 50 ? 200 : 500) + (10 * random.NextGaussian()));
            MonitorWindow window = Minute(minute, rows, minute < 150 ? 0 : rows / 4);
            WindowLook look = OperationLook.Of(window, history, s_minutes, WindowLooks.LevelOf(s_minutes, WindowLooks.Found(history, WatchKind.Operation)));
            history.Add(window with { Looks = [look] });
            louder.AddRange(look.Subjects.Contains(MeasureNames.Volume) ? [minute] : []);
            failing.AddRange(look.Subjects.Contains(MeasureNames.Errors) ? [minute] : []);
        }

        Assert.Equal(Enumerable.Range(50, 28), louder);
        Assert.Equal(Enumerable.Range(150, 150), failing);
    }

    [Fact]
    public void Windows_that_a_monitor_learns_from_alarm_nobody_and_say_what_is_usual()
    {
        // Half as many rows at weekends, and from day 28 on ten times as many.
        int[] rows = [.. Enumerable.Range(0, 30).Select(day => (day % 7 >= 5 ? 100 : 200) * (day >= 28 ? 10 : 1) + (day * 7 % 10))];
        var orders = new OrderFiles(YardFolder, rows);
        Yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = orders.Source, Reference = new MonitorReference(ReferenceKind.First, 7), Learn = 14, Watch = [WatchKind.Operation] });
        MonitorRun run = Yard.Monitors.Run("orders", s_first.AddDays(30));
        WindowLook[] looks = [.. run.Windows.Select(window => Assert.Single(window.Looks))];
        Assert.All(looks[7..21], look => Assert.Equal((true, "One of the 14 windows that say what is usual."), (double.IsNaN(look.PValue), look.Summary)));
        Assert.Equal([28, 29], Enumerable.Range(0, 30).Where(day => looks[day].IsFound));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void Hours_without_rows_in_a_row_alarm_by_day_where_nights_have_few_or_none(int night)
    {
        // 120 rows an hour by day and few or none in the ten hours of a night; then a day without rows.
        var history = new List<MonitorWindow>();
        var random = new RandomStream(29, 0);
        var hours = new MonitorDefinition("orders", null) { Source = MonitorSource.OfFiles("x", "at"), Watch = [WatchKind.Operation, WatchKind.Drift], Window = TimeSpan.FromHours(1) };
        int last = 0, first = -1;
        for (int hour = 0; hour < 24 * 14; hour++)
        {
            bool isNight = hour % 24 < 10, isOut = hour >= (24 * 13) + 12;
            double rows = isOut ? 0 : isNight ? night : Math.Round(120 + (10 * random.NextGaussian()));
            var window = new MonitorWindow(s_first.AddHours(hour), s_first.AddHours(hour + 1), WindowState.Quiet, (long)rows) { Measures = [new(MeasureNames.Volume, rows)] };
            WindowLook look = OperationLook.Of(window, history, hours, WindowLooks.LevelOf(hours, WindowLooks.Found(history, WatchKind.Operation)));
            history.Add(window with { Looks = [look] });
            last = look.IsFound && !isOut ? hour : last;
            first = look.IsFound && isOut && first < 0 ? hour - (24 * 13) - 12 : first;
        }

        // What has come and gone for three days is a pattern.
        Assert.InRange(last, 10, 24 * 4);
        Assert.InRange(first, 0, 1);
    }

    [Fact]
    public void Counts_have_the_chance_of_a_negative_binomial_law()
    {
        // Ten windows of 2: the next is k with the probability of a gamma mixture of Poisson laws, which is summed here.
        double[] before = [.. Enumerable.Repeat(2.0, 10)];
        double shape = 20.5, chance = 0, term = Math.Pow(10.0 / 11, shape);
        for (int k = 0; k < 40; k++)
        {
            double less = chance;
            chance += term;
            Assert.Equal(Math.Min(1, 2 * Math.Min(1 - less, chance)), CountLaw.Chance(k, before), 1e-9);
            term *= (shape + k) / (k + 1) / 11;
        }
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

    private static readonly MonitorDefinition s_minutes = new("orders", null) { Source = MonitorSource.OfFiles("x", "at"), Watch = [WatchKind.Operation], Window = TimeSpan.FromMinutes(1) };

    // Four in the morning of the 85th day.
    private const int Outage = (24 * 84) + 4;

    private static readonly MonitorDefinition s_hours = s_minutes with { Watch = [WatchKind.Operation, WatchKind.Drift], Window = TimeSpan.FromHours(1) };

    private static List<(MonitorWindow Window, WindowLook Look)> Hours(MonitorDefinition monitor, int count, Func<int, int> rows)
    {
        var history = new List<MonitorWindow>();
        for (int hour = 0; hour < count; hour++)
        {
            var window = new MonitorWindow(s_first.AddHours(hour), s_first.AddHours(hour + 1), WindowState.Quiet, rows(hour)) { Measures = [new WindowMeasure(MeasureNames.Volume, rows(hour))] };
            history.Add(window with { Looks = [OperationLook.Of(window, history, monitor, WindowLooks.LevelOf(monitor, WindowLooks.Found(history, WatchKind.Operation)))] });
        }

        return [.. history.Select(window => (window, window.Looks[0]))];
    }

    private static (List<MonitorWindow> History, bool IsFound) Minutes(double rate, int count, ulong seed, ulong run)
    {
        var random = new RandomStream(seed, run);
        var history = new List<MonitorWindow>();
        bool isFound = false;
        for (int minute = 0; minute < count; minute++)
        {
            // Arrivals of one rate: as many as exponential times fit into a minute.
            int rows = 0;
            for (double at = -Math.Log(1 - random.NextDouble()); at < rate; at -= Math.Log(1 - random.NextDouble()))
            {
                rows++;
            }

            MonitorWindow window = Minute(minute, rows, 0);
            WindowLook look = OperationLook.Of(window, history, s_minutes, WindowLooks.LevelOf(s_minutes, WindowLooks.Found(history, WatchKind.Operation)));
            isFound |= look.IsFound;
            history.Add(window with { Looks = [look] });
        }

        return (history, isFound);
    }

    private static MonitorWindow Minute(int minute, double rows, double failed) => new(s_first.AddMinutes(minute), s_first.AddMinutes(minute + 1), WindowState.Quiet, (long)rows)
    {
        Measures = [new(MeasureNames.Volume, rows), new(MeasureNames.Throughput, rows), .. rows > 0 ? [new WindowMeasure(MeasureNames.Errors, failed / rows)] : Array.Empty<WindowMeasure>()],
    };
}
