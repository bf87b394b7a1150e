using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches logs of predictions, day by day.</summary>
public sealed class MonitorTests : TestYard
{
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    private static readonly PredictionSource s_source = new(
        "churn", "1", new FeatureSchema(new Feature("tenure"), new Feature("contract", FeatureKind.Categorical) { Levels = ["month", "year"] }), "churn") { Classes = ["No", "Yes"] };

    [Theory]
    [InlineData(ReferenceKind.First, 3, 0, 3)]
    [InlineData(ReferenceKind.Previous, 2, 3, 5)]
    public void What_a_window_was_compared_with_can_be_told_later(ReferenceKind kind, int count, int first, int end)
    {
        Log(0, 8, 200, day => day >= 5 ? 1 : 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(kind, count) });
        Yard.Monitors.Run("daily");
        DateTime moved = s_first.AddDays(5);
        TableTally reference = Yard.Monitors.Reference("daily", moved)!, now = Yard.Monitors.Tally("daily", moved, moved.AddDays(1));
        TableTally expected = Yard.Monitors.Tally("daily", s_first.AddDays(first), s_first.AddDays(end));
        Assert.Equal(expected.Columns.Select(column => column.Counts), reference.Columns.Select(column => column.Counts));
        Assert.True(TableDrift.Compare(reference, now).HasDrifted);
        Assert.Null(Yard.Monitors.Reference("daily", s_first));
        Assert.Throws<YardException>(() => Yard.Monitors.Reference("weekly", moved));
        Assert.Equal(moved, Yard.Alarms.Get(1).Since);
    }

    [Fact]
    public void A_change_is_one_alarm_from_the_window_in_which_it_began_to_the_last()
    {
        Log(0, 12, 200, day => day is >= 6 and < 9 ? 1 : 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 3) });
        MonitorRun begun = Yard.Monitors.Run("daily", s_first.AddDays(7));
        Assert.Equal("LLLQQQD", States(begun.Windows));
        Alarm alarm = Assert.Single(begun.Alarms);
        Assert.Equal((s_first.AddDays(6), AlarmState.Open, "tenure"), (alarm.Since, alarm.State, Assert.Single(alarm.Columns)));
        Assert.Equal("Ann", Yard.Alarms.Acknowledge(alarm.Id, "Ann", "a new tariff").AcknowledgedBy);

        MonitorRun after = Yard.Monitors.Run("daily", s_first.AddDays(9));
        Assert.Equal("DD", States(after.Windows));
        Assert.Empty(after.Alarms);
        alarm = Assert.Single(Yard.Alarms.List());
        Assert.Equal((3, s_first.AddDays(9), AlarmState.Acknowledged, "a new tariff"), (alarm.Windows, alarm.Until, alarm.State, alarm.Note));

        Assert.Equal("QQQ", States(Yard.Monitors.Run("daily", s_first.AddDays(12)).Windows));
        Assert.Empty(Yard.Alarms.List());
        Assert.Equal(AlarmState.Closed, Assert.Single(Yard.Alarms.List(all: true)).State);
        Assert.Empty(Yard.Monitors.Run("daily").Windows);
        Assert.Equal("LLLQQQDDDQQQ", States(Yard.Monitors.Windows("daily")));
        TableTally before = Yard.Monitors.Tally("daily", s_first, s_first.AddDays(6)), during = Yard.Monitors.Tally("daily", s_first.AddDays(6), s_first.AddDays(9));
        Assert.Equal((1200, 600), (before.Rows, during.Rows));
        Assert.Equal("tenure", Assert.Single(TableDrift.Compare(before, during).Drifted).Name);
        Assert.Contains("counted no rows", Assert.Throws<YardException>(() => Yard.Monitors.Tally("daily", s_first.AddDays(40), s_first.AddDays(41))).Message, StringComparison.Ordinal);
        WatchedColumn column = Assert.Single(Yard.Monitors.Windows("daily")[6].Drifted);
        Assert.StartsWith("median ", column.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Performance_is_read_as_labels_come_and_told_by_slices()
    {
        Log(0, 4, 200, _ => 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 1) });
        Yard.Monitors.Run("daily");
        Assert.Empty(Yard.Monitors.Performance("daily").All);

        // On the third day answers for 'month' are wrong; of the fourth day no label is known; one label is none of the classes.
        using (PredictionLog log = Yard.Predictions.Open("churn"))
        {
            Frame rows = log.Read(null, s_first.AddDays(3));
            log.AddLabels([.. Enumerable.Range(0, rows.RowCount).Select(row =>
            {
                string answer = rows["_prediction"].FormatCell(row);
                bool isWrong = row >= 400 && rows["contract"].FormatCell(row) == "month";
                return new TrueLabel(row == 0 ? "Perhaps" : isWrong == (answer == "Yes") ? "No" : "Yes") { Request = rows["_request"].FormatCell(row), Row = (int)((IntegerColumn)rows["_row"]).Values[row] };
            })]);
        }

        MonitoredPerformance performance = Yard.Monitors.Performance("daily", ["contract"]);
        Assert.Equal([199L, 200L, 200L, 0L], performance.Windows.Select(window => window.Labelled));
        Assert.Equal(1, Accuracy(performance.Windows[1].Metrics));
        Frame third = Frame(2);
        double months = Enumerable.Range(0, third.RowCount).Count(row => third["contract"].FormatCell(row) == "month");
        Assert.Equal(1 - (months / 200), Accuracy(performance.Windows[2].Metrics), 1e-12);
        Assert.InRange(performance.Windows[2].Changes.First(change => change.Now.Metric.Name == "accuracy").AdjustedPValue, 0, 1e-6);
        Assert.Equal("contract=month", Assert.Single(performance.Worse).Slice);
        Assert.Equal(["contract=month", "contract=year"], performance.Slices.Keys.Order());
        Assert.Throws<UnknownColumnException>(() => Yard.Monitors.Performance("daily", ["none"]));

        static double Accuracy(IReadOnlyList<RealisedMetric> metrics) => metrics.First(metric => metric.Metric.Name == "accuracy").Interval.Value;

        Frame Frame(int day)
        {
            using PredictionLog log = Yard.Predictions.Open("churn");
            return log.Read(s_first.AddDays(day), s_first.AddDays(day + 1));
        }
    }

    [Fact]
    public void Windows_without_a_change_alarm_nobody()
    {
        Log(0, 120, 60, _ => 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 20), Drift = new DriftOptions { LeastEffect = 0, LeastMissing = 0 } });
        Yard.Monitors.Add(new MonitorDefinition("before", "churn") { Reference = new MonitorReference(ReferenceKind.Previous, 7), Drift = new DriftOptions { LeastEffect = 0, LeastMissing = 0 } });
        Assert.Empty(Yard.Monitors.Run("daily", s_first.AddDays(120)).Alarms);
        Assert.Empty(Yard.Monitors.Run("before", s_first.AddDays(120)).Alarms);
    }

    [Fact]
    public void What_comes_with_the_weekday_is_no_change_to_the_same_weekday()
    {
        Log(0, 35, 150, day => day % 7 >= 5 ? 1 : 0);
        Yard.Monitors.Add(new MonitorDefinition("weekday", "churn") { Reference = new MonitorReference(ReferenceKind.Weekday, 3) });
        Yard.Monitors.Add(new MonitorDefinition("first", "churn") { Reference = new MonitorReference(ReferenceKind.First, 5) });
        Yard.Monitors.Add(new MonitorDefinition("learned", "churn") { Reference = new MonitorReference(ReferenceKind.First, 7), Learn = 14 });
        Assert.Equal("NNNNNNN" + new string('Q', 28), States(Yard.Monitors.Run("weekday", s_first.AddDays(35)).Windows));
        Assert.Equal(5, Yard.Monitors.Run("first", s_first.AddDays(35)).Alarms.Count);
        Assert.Empty(Yard.Monitors.Run("learned", s_first.AddDays(35)).Alarms);
    }

    [Fact]
    public void Numbers_beyond_the_reference_that_came_each_weekend_while_it_was_learned_are_usual()
    {
        // On weekends many rows lie beyond what five days of the week had; on the last day, a Sunday, most do.
        Log(0, 35, 150, day => day == 34 ? 9 : day % 7 >= 5 ? 2.5 : 0);
        Yard.Monitors.Add(new MonitorDefinition("first", "churn") { Reference = new MonitorReference(ReferenceKind.First, 5) });
        Yard.Monitors.Add(new MonitorDefinition("learned", "churn") { Reference = new MonitorReference(ReferenceKind.First, 5), Learn = 14 });
        Yard.Monitors.Run("first", s_first.AddDays(35));
        Assert.Contains(Yard.Monitors.Windows("first"), window => window.Start == s_first.AddDays(5) && window.Quality.Count > 0);
        Assert.Equal(s_first.AddDays(34), Assert.Single(Yard.Monitors.Run("learned", s_first.AddDays(35)).Alarms).Since);
    }

    [Fact]
    public void Few_rows_are_not_judged_and_a_gap_is_a_window_without_rows()
    {
        Log(0, 3, 100, _ => 0);
        Log(3, 4, 10, _ => 3);
        Log(6, 8, 100, _ => 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 2) });
        Assert.Equal("LLQSSSQQ", States(Yard.Monitors.Run("daily").Windows));
    }

    [Fact]
    public void A_level_that_is_new_alarms_and_a_silence_keeps_it_quiet()
    {
        Log(0, 6, 200, _ => 0, day => day == 5 ? "decade" : "year");
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.Previous, 3), Severity = AlarmSeverity.Critical });
        Yard.Alarms.Silence("daily", DateTime.UtcNow.AddHours(1), "a release");
        Alarm alarm = Assert.Single(Yard.Monitors.Run("daily", s_first.AddDays(6)).Alarms);
        Assert.Equal((true, AlarmSeverity.Critical, "contract"), (alarm.IsSilenced, alarm.Severity, alarm.Columns[0]));
        Assert.Contains("decade", Yard.Monitors.Windows("daily")[5].Quality[0], StringComparison.Ordinal);
        Assert.Equal("a release", Assert.Single(Yard.Alarms.Silences(DateTime.UtcNow)).Reason);
        Yard.Alarms.Silence("daily", DateTime.UtcNow.AddSeconds(-1));
        Assert.Empty(Yard.Alarms.Silences(DateTime.UtcNow));
    }

    [Fact]
    public void A_batch_that_comes_late_is_waited_for()
    {
        Log(0, 4, 100, _ => 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 1), Lateness = TimeSpan.FromHours(6) });
        Assert.Equal("L", States(Yard.Monitors.Run("daily", s_first.AddDays(1).AddHours(6)).Windows));
        Assert.Equal("Q", States(Yard.Monitors.Run("daily", s_first.AddDays(2).AddHours(6)).Windows));
        Assert.Empty(Yard.Monitors.Run("daily", s_first.AddDays(3).AddHours(5)).Windows);
    }

    [Fact]
    public void An_alarm_tells_of_each_column_since_when_it_has_moved()
    {
        // Tenure moves on the days 4 and 5, contracts from day 5 on.
        Log(0, 5, 400, day => day == 4 ? 1 : 0);
        Log(5, 6, 400, _ => 1, _ => "month");
        Log(6, 8, 400, _ => 0, _ => "month");
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 3), Watch = [WatchKind.Drift] });
        Alarm alarm = Assert.Single(Yard.Monitors.Run("daily", s_first.AddDays(8)).Alarms);
        IReadOnlyList<MovedColumn> columns = AlarmCauses.Of(Yard, alarm.Id).Columns;
        Assert.Equal([("contract", 5, 8, 3), ("tenure", 4, 6, 2)], columns.Select(column => (column.Name, (column.Since - s_first).Days, (column.Until - s_first).Days, column.Windows)));
        Assert.Equal(Yard.Monitors.Windows("daily")[7].Drifted[0].Evidence, columns[0].Evidence);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_sentence()
    {
        Refused("no log of the predictions of 'churn'", () => Yard.Monitors.Add(new MonitorDefinition("daily", "churn")));
        Log(0, 1, 40, _ => 0);
        Yard.Monitors.Add(new MonitorDefinition("daily", "churn"));
        Refused("already", () => Yard.Monitors.Add(new MonitorDefinition("daily", "churn")));
        Refused("not in the yard", () => Yard.Monitors.Run("daily"));
        Refused("There is no monitor 'none'. There is 'daily'.", () => Yard.Monitors.Run("none"));
        Refused("There is no alarm '7'", () => Yard.Alarms.Acknowledge(7, "Ann"));
        Refused("must be 0, or from 3", () => Yard.Monitors.Add(new MonitorDefinition("other", "churn") { Learn = 2 }));
        Refused("a week must be whole windows", () => Yard.Monitors.Add(new MonitorDefinition("other", "churn") { Window = TimeSpan.FromDays(2), Reference = new MonitorReference(ReferenceKind.Weekday) }));
        Refused("must be 'training'", () => MonitorReference.Parse("first:0"));
        Refused("must be 'training'", () => MonitorReference.Parse("training:2"));
        Refused("must be 'training'", () => MonitorReference.Parse("1:2"));
        Yard.Monitors.Remove("daily");
        Assert.Empty(Yard.Monitors.List());

        void Refused(string expected, Action act) => Assert.Contains(expected, Assert.ThrowsAny<ModelyardException>(act).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(50)]
    public void Windows_begin_where_the_monitor_says_and_not_with_the_first_row_of_a_long_log(int? rows)
    {
        Log(0, 10, 50, _ => 0);
        var monitor = new MonitorDefinition("late", "churn") { WindowRows = rows, Since = s_first.AddDays(6).AddHours(3), Reference = new MonitorReference(ReferenceKind.First, 1) };
        Yard.Monitors.Add(monitor);
        IReadOnlyList<MonitorWindow> windows = Yard.Monitors.Run("late", s_first.AddDays(10)).Windows;
        Assert.Equal(4, windows.Count);
        Assert.Equal(s_first.AddDays(6), windows[0].Start.Date);
        Assert.All(windows, window => Assert.Equal(50, window.Rows));
        Assert.Empty(Yard.Monitors.Run("late", s_first.AddDays(10)).Windows);
        Yard.Monitors.Add(monitor with { Name = "to-come", Since = s_first.AddDays(20) });
        Assert.Empty(Yard.Monitors.Run("to-come", s_first.AddDays(11)).Windows);
    }

    [Fact]
    public void A_monitor_comes_back_as_it_was_added()
    {
        Log(0, 1, 40, _ => 0);
        var monitor = new MonitorDefinition("hourly", "churn")
        {
            Window = TimeSpan.FromHours(1), Since = new DateTime(2026, 3, 1, 8, 30, 0, DateTimeKind.Utc), Lateness = TimeSpan.FromMinutes(5), Reference = new MonitorReference(ReferenceKind.Weekday, 4), Learn = 10, LeastRows = 7, FalseAlarms = 0.1, Severity = AlarmSeverity.Info,
            Source = MonitorSource.Log, Watch = [WatchKind.Performance, WatchKind.Drift, WatchKind.Stream], Costs = "Yes:No=5", Fair = ["contract"], Detectors = [StreamDetector.Ddm, StreamDetector.PageHinkley], LabelDelay = TimeSpan.FromDays(2), LeastWorse = 0.1, Freshness = TimeSpan.FromHours(3), Cooldown = TimeSpan.FromHours(2),
            Rules = [new MonitorRule("low", "accuracy < 0.8") { For = 2, Severity = AlarmSeverity.Critical, Cooldown = TimeSpan.FromDays(1), Runbook = new Uri("https://example.com/low") }],
            Drift = new DriftOptions { Numbers = DriftMeasure.AndersonDarling, Levels = DriftMeasure.G, LeastEffect = 0.2, LeastMissing = 0.3, Exclude = ["tenure"] },
        };
        Yard.Monitors.Add(monitor);
        using Yard again = Yard.Open(YardFolder);
        MonitorDefinition read = again.Monitors.Get("hourly");
        Assert.Equal(["tenure"], read.Drift.Exclude);
        Assert.Equal(monitor.Watch, read.Watch);
        Assert.Equal(monitor.Rules, read.Rules);
        Assert.Equal(monitor.Fair, read.Fair);
        Assert.Equal(monitor.Detectors, read.Detectors);
        Assert.Equal(monitor with { Drift = read.Drift, Watch = read.Watch, Rules = read.Rules, Fair = read.Fair, Detectors = read.Detectors }, read);
        Assert.Equal(monitor.Drift with { Exclude = read.Drift.Exclude, Usual = read.Drift.Usual, Level = read.Drift.Level }, read.Drift);
    }

    private static string States(IEnumerable<MonitorWindow> windows) => string.Concat(windows.Select(window => window.State.ToString()[0]));

    private void Log(int first, int end, int rows, Func<int, double> shift, Func<int, string>? year = null)
    {
        using PredictionLog log = Yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(s_source);
        for (int day = first; day < end; day++)
        {
            var random = new RandomStream(9, (ulong)day);
            double[] tenure = new double[rows], yes = new double[rows], no = new double[rows];
            string[] contract = new string[rows], prediction = new string[rows];
            for (int row = 0; row < rows; row++)
            {
                tenure[row] = random.NextGaussian() + shift(day);
                contract[row] = random.NextDouble() < 0.5 ? "month" : random.NextDouble() < 0.5 ? "year" : year?.Invoke(day) ?? "year";
                yes[row] = random.NextDouble();
                no[row] = 1 - yes[row];
                prediction[row] = yes[row] > 0.5 ? "Yes" : "No";
            }

            writer.Write(
                Frame.Of([new DoubleColumn("tenure", tenure), CategoryColumn.From("contract", contract), CategoryColumn.From("_prediction", prediction), new DoubleColumn("_probability.No", no), new DoubleColumn("_probability.Yes", yes)]),
                s_first.AddDays(day).AddHours(9));
        }
    }
}
