using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Lifecycle.Tests.Monitors;

/// <summary>Watches how a model does, what it leans on, and rows that are unlike the others.</summary>
public sealed class LookTests : TestYard
{
    private const int Rows = 400;
    private static readonly DateTime s_first = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Predictor s_classifier = Classifier();

    [Fact]
    public void A_model_that_does_worse_alarms_when_its_labels_have_come()
    {
        // From day 12 on one answer in four of those that were sure is wrong: what inputs lead to has changed, and nothing else.
        Log(20, (_, random) => (random.Normal(), random.Normal()), (day, chance, random) => (random.Chance() < chance) ^ (day >= 12 && random.Chance() < 0.25));
        Yard.Monitors.Add(Monitor("daily", WatchKind.Drift, WatchKind.Performance) with { LabelDelay = TimeSpan.FromDays(3), Costs = "Yes:No=5, No:Yes=1", Fair = ["_prediction"], Rules = [new MonitorRule("low", "accuracy < 0.7 and labelled >= 100")] });
        Assert.DoesNotContain(Yard.Monitors.Run("daily", s_first.AddDays(2)).Windows, window => window.Looks.Count > 0);
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(20));
        MonitorWindow[] windows = [.. Yard.Monitors.Windows("daily")];
        Assert.Equal(20, windows.Length);

        // The last three days wait for their labels.
        Assert.Equal(17, windows.Count(window => window.Looks.Count == 1));
        Assert.All(windows.Take(17), window => Assert.Equal(Rows, window.Measure("labelled")));
        Assert.Equal([12, 13, 14, 15, 16], Enumerable.Range(0, 17).Where(day => windows[day].Looks[0].IsFound));
        Alarm alarm = Assert.Single(run.Alarms, alarm => alarm.Watch == "performance");
        Assert.Equal((s_first.AddDays(12), 5), (alarm.Since, Assert.Single(Yard.Alarms.List(), one => one.Id == alarm.Id).Windows));
        Assert.Contains("log-loss", windows[12].Looks[0].Subjects);
        Assert.StartsWith("Worse ", alarm.Summary, StringComparison.Ordinal);

        // Abbreviations and names keep their capitals.
        Assert.DoesNotMatch("brier|cohen|roc|auc|mcc", alarm.Summary);
        Assert.Matches("Brier|Cohen|ROC|MCC|log loss", alarm.Summary);
        Assert.Equal(s_first.AddDays(12), Assert.Single(run.Alarms, one => one.Watch == "rule:low").Since);
        Assert.DoesNotContain(run.Alarms, one => one.Watch == "drift");

        // Groups by the answer itself are as far apart as groups can be.
        Assert.Equal(1, windows[5].Measure("fair.demographic_parity._prediction"));
        Assert.InRange(windows[5].Measure("cost"), 1e-9, 5);
        Assert.True(windows[13].Measure("cost") > windows[5].Measure("cost"));

        // What is kept is what the catalogue's metrics say of the same rows.
        MonitoredPerformance again = Yard.Monitors.Performance("daily");
        Assert.Equal(again.Windows[5].Metrics.First(metric => metric.Metric.Name == "accuracy").Interval.Value, windows[5].Measure("accuracy"));
    }

    [Fact]
    public void The_table_of_a_training_is_a_reference_though_a_log_has_no_target_and_a_sentence_says_what_has_moved()
    {
        Log(9, (day, random) => (random.Normal() + (day == 8 ? 2 : 0), random.Normal()), (_, chance, random) => random.Chance() < chance, withLabels: false);
        var random = new Draws(23, 0);
        string path = PathOf("train.csv");
        TableFiles.Write(
            Frame.Of(
                new DoubleColumn("age", [.. Enumerable.Range(0, 2000).Select(_ => random.Normal())]),
                new DoubleColumn("income", [.. Enumerable.Range(0, 2000).Select(_ => random.Normal())]),
                CategoryColumn.From("churn", [.. Enumerable.Range(0, 2000).Select(row => row % 3 == 0 ? "Yes" : "No")])),
            path);
        Yard.Monitors.Add(Monitor("file", WatchKind.Drift) with { Reference = MonitorReference.Parse($"file:{path}") });
        MonitorRun run = Yard.Monitors.Run("file", s_first.AddDays(9));
        Assert.All(run.Windows, window => Assert.Equal(["age", "income"], window.Columns.Select(column => column.Name)));
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal(s_first.AddDays(8), alarm.Since);
        Assert.StartsWith("Drift: 1 of 2 columns has moved, 'age' (median ", alarm.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_estimate_sees_before_labels_come_that_rows_have_become_harder()
    {
        // From day 14 on inputs lie at the border, where the model is unsure and right to be so.
        Log(18, (day, random) => (random.Normal() * (day >= 14 ? 0.25 : 1), random.Normal() * (day >= 14 ? 0.25 : 1)), (_, chance, random) => random.Chance() < chance);
        Yard.Monitors.Add(Monitor("daily", WatchKind.Performance, WatchKind.Estimate) with { LabelDelay = TimeSpan.FromDays(4) });
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(18));
        MonitorWindow[] windows = [.. Yard.Monitors.Windows("daily")];
        WindowLook?[] looks = [.. windows.Select(window => window.Looks.FirstOrDefault(look => look.Kind == WatchKind.Estimate))];
        Assert.Equal([14, 15, 16, 17], Enumerable.Range(0, 18).Where(day => looks[day]!.IsFound));
        Assert.True(double.IsNaN(looks[4]!.PValue));
        Assert.Equal(s_first.AddDays(14), Assert.Single(run.Alarms, alarm => alarm.Watch == "estimate").Since);

        // Labels come later and lie within what was estimated.
        Yard.Monitors.Run("daily", s_first.AddDays(18 + 4));
        windows = [.. Yard.Monitors.Windows("daily")];
        Assert.All(windows.Skip(14), window =>
        {
            WindowMeasure estimate = window.Measures.First(measure => measure.Name == "estimated.accuracy");
            Assert.InRange(window.Measure("accuracy"), estimate.Low, estimate.High);
        });
    }

    [Fact]
    public void An_estimate_says_where_it_reaches_beyond_what_it_has_learned_from()
    {
        Yard.Models.Register("churn", new ModelPackage { Name = "churn", Predictor = s_classifier, Estimator = "LogisticRegression" });

        // From day 8 on one row in ten lies where the model was never asked.
        Log(10, (day, random) => (random.Normal() + (day >= 8 && random.Chance() < 0.1 ? 12 : 0), random.Normal()), (_, chance, random) => random.Chance() < chance);
        Yard.Monitors.Add(Monitor("daily", WatchKind.Performance, WatchKind.Estimate));
        Yard.Monitors.Run("daily", s_first.AddDays(10));
        WindowLook[] looks = [.. Yard.Monitors.Windows("daily").Select(window => window.Looks.First(look => look.Kind == WatchKind.Estimate))];
        Assert.All(looks[3..8], look => Assert.Equal("As usual.", look.Summary));
        Assert.All(looks[8..], look => Assert.Contains("of the rows lie where the reference has none or too few; for them the estimate is a guess.", look.Summary, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_rare_class_an_estimate_alarms_of_nothing_while_nothing_changes()
    {
        // One row in thirty is of the class, and the model predicts it of one in a hundred: of some windows of none, so that their recall is surely 0.
        Log(20, (_, random) => ((0.8 * random.Normal()) - 1.8, (0.8 * random.Normal()) + 1.2), (_, chance, random) => random.Chance() < chance);
        Yard.Monitors.Add(Monitor("daily", WatchKind.Performance, WatchKind.Estimate));
        Assert.Empty(Yard.Monitors.Run("daily", s_first.AddDays(20)).Alarms);
        MonitorWindow[] windows = [.. Yard.Monitors.Windows("daily")];
        Assert.Contains(windows, window => window.Measure("estimated.recall") == 0);
        Assert.True(windows.Count(window => window.Looks.Any(look => look.Kind == WatchKind.Estimate && look.Summary.StartsWith("As usual.", StringComparison.Ordinal))) >= 10);
    }

    [Fact]
    public void An_estimate_that_labels_have_refuted_says_so_and_is_no_longer_relied_on()
    {
        // From day 12 on one answer in four is wrong, whatever the inputs.
        Log(20, (_, random) => (random.Normal(), random.Normal()), (day, chance, random) => (random.Chance() < chance) ^ (day >= 12 && random.Chance() < 0.25));
        Yard.Models.Register("churn", new ModelPackage { Name = "churn", Predictor = s_classifier, Estimator = "LogisticRegression" });
        Yard.Monitors.Add(Monitor("daily", WatchKind.Performance, WatchKind.Estimate) with { LabelDelay = TimeSpan.FromDays(2) });
        Yard.Monitors.Run("daily", s_first.AddDays(20));
        MonitorWindow[] windows = [.. Yard.Monitors.Windows("daily")];
        int[] missed = [.. Enumerable.Range(0, 20).Where(day => windows[day].Looks.Any(look => look.Kind == WatchKind.Performance && look.Summary.Contains("The estimate missed: ", StringComparison.Ordinal)))];
        Assert.Equal([12, 13, 14, 15, 16, 17], missed);

        // The labels of day 12 are there two days after its end, so that the windows that end from then on know.
        WindowLook[] estimates = [.. windows.Select(window => window.Looks.First(look => look.Kind == WatchKind.Estimate))];
        Assert.All(estimates[5..14], look => Assert.Equal("As usual.", look.Summary));
        Assert.All(estimates[14..], look => Assert.StartsWith("No estimate to be relied on: of the window of 2026-03-", look.Summary, StringComparison.Ordinal));
        Assert.All(estimates[14..], look => Assert.True(double.IsNaN(look.PValue)));
    }

    [Fact]
    public void Rows_that_are_unlike_the_others_alarm_and_the_most_unlike_are_named()
    {
        // Of one day 6 rows in a hundred lie far out, at both ends, so that no mean moves.
        Log(10, (day, random) => day == 8 && random.Chance() < 0.06 ? (random.Chance() < 0.5 ? (4.5, -4.5) : (-4.5, 4.5)) : (random.Normal(), random.Normal()), (_, _, _) => true);
        Yard.Monitors.Add(Monitor("daily", WatchKind.Anomalies) with { Reference = new MonitorReference(ReferenceKind.First, 4) });
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(10));
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal(("anomalies", s_first.AddDays(8)), (alarm.Watch, alarm.Since));
        Assert.Contains("most unlike: request '", alarm.Summary, StringComparison.Ordinal);
        Assert.InRange(run.Windows[8].Measure("anomalies"), 0.04, 0.11);
        Assert.All(run.Windows.Where((_, day) => day is > 3 and not 8), window => Assert.InRange(window.Measure("anomalies"), 0, 0.04));
    }

    [Fact]
    public void A_model_that_leans_on_another_input_than_it_did_alarms()
    {
        // An input that no longer varies no longer explains anything.
        Log(12, (day, random) => (day == 10 ? 0.01 * random.Normal() : random.Normal(), random.Normal()), (_, _, _) => true);
        Yard.Models.Register("churn", new ModelPackage { Name = "churn", Predictor = s_classifier, Estimator = "LogisticRegression" });
        Yard.Monitors.Add(Monitor("daily", WatchKind.Explanations));
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(12));
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal(("explanations", s_first.AddDays(10)), (alarm.Watch, alarm.Since));
        Assert.Equal(["age", "income"], alarm.Columns.Order());
        Assert.All(run.Windows.Skip(1), window => Assert.Equal(1, window.Measure("shap.age") + window.Measure("shap.income"), 1e-12));
        Assert.InRange(run.Windows[10].Measure("shap.age"), 0, 0.1);
    }

    [Fact]
    public void What_a_model_of_neither_trees_nor_sums_leans_on_is_estimated()
    {
        // Of the last day one input does not vary; near its middle the neighbours of a row still differ.
        Log(9, (day, random) => (day == 8 ? 0.01 * random.Normal() : random.Normal(), random.Normal()), (_, _, _) => true);
        Yard.Models.Register("churn", new ModelPackage { Name = "churn", Predictor = Learned(new KNeighborsClassifier()), Estimator = "KNeighborsClassifier" });
        Yard.Monitors.Add(Monitor("daily", WatchKind.Explanations));
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(9));
        Assert.All(run.Windows.Skip(1), window => Assert.Equal(1, window.Measure("shap.age") + window.Measure("shap.income"), 1e-12));
        Assert.All(run.Windows.Skip(1).Take(7), window => Assert.InRange(window.Measure("shap.age"), 0.35, 0.65));
        Assert.InRange(run.Windows[8].Measure("shap.age"), 0, 0.35);
    }

    [Fact]
    public void A_model_that_errs_more_often_alarms_with_the_row_since_when_though_labels_come_late()
    {
        // From day 12 on one answer in four is wrong that was right.
        List<TrueLabel> labels = Log(18, (_, random) => (random.Normal(), random.Normal()), (day, chance, random) => (random.Chance() < chance) ^ (day >= 12 && random.Chance() < 0.25), withLabels: false);
        Yard.Monitors.Add(Monitor("daily", WatchKind.Stream) with
        {
            LabelDelay = TimeSpan.FromDays(3), Detectors = Enum.GetValues<StreamDetector>(), Rules = [new MonitorRule("jump", "stream.adwin.change > 0.05"), new MonitorRule("errs", "stream.loss > 0.45")],
        });
        Assert.Empty(Yard.Monitors.Run("daily", s_first.AddDays(3)).Alarms);
        Assert.Equal(0, Yard.Monitors.Windows("daily").Sum(window => window.Looks.Count));
        using (PredictionLog log = Yard.Predictions.Open("churn"))
        {
            log.AddLabels(labels);
        }

        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(18 + 3));
        MonitorWindow[] windows = [.. Yard.Monitors.Windows("daily")];
        Assert.All(windows, window => Assert.Equal((Rows, WatchKind.Stream), (window.Measure("labelled"), Assert.Single(window.Looks).Kind)));

        // The first two days have the rows that are learned from.
        Assert.Equal(2, windows.Count(window => double.IsNaN(window.Looks[0].PValue)));
        Assert.DoesNotContain(windows.Take(12), window => window.Looks[0].IsFound);
        MonitorWindow first = windows.First(window => window.Looks[0].IsFound);
        Assert.InRange(first.Start, s_first.AddDays(12), s_first.AddDays(13));
        Alarm alarm = run.Alarms.First(one => one.Watch == "stream");
        Assert.Equal((first.Start, AlarmSeverity.Warning), (alarm.Since, alarm.Severity));
        Assert.Contains("wrong answers have risen from ", alarm.Summary, StringComparison.Ordinal);
        WindowLook adwin = windows.Select(window => window.Looks[0]).First(look => look.Subjects.Contains("adwin"));
        Assert.Contains("since 2026-03-14 09:00:00 UTC", adwin.Summary, StringComparison.Ordinal);
        Assert.Equal(windows[5].Measure("stream.loss"), 1 - Yard.Monitors.Performance("daily").Windows[5].Metrics.First(metric => metric.Metric.Name == "accuracy").Interval.Value, 1e-12);
        Assert.Contains(run.Alarms, one => one.Watch == "rule:jump");
        Assert.DoesNotContain(run.Alarms, one => one.Watch == "rule:errs");

        // Looked at again, nothing is taken in twice.
        Assert.Equal(windows.Sum(window => window.Measure("labelled")), Yard.Monitors.Stream("daily")!.Rows);
        Yard.Monitors.Run("daily", s_first.AddDays(18 + 3));
        Assert.Equal(18L * Rows, Yard.Monitors.Stream("daily")!.Rows);
        Yard.Monitors.Remove("daily");
    }

    [Fact]
    public void A_model_that_errs_less_often_is_told_and_alarms_nobody()
    {
        Log(14, (_, random) => (random.Normal(), random.Normal()), (day, chance, random) => (random.Chance() < chance) ^ (day < 8 && random.Chance() < 0.4));
        Yard.Monitors.Add(Monitor("daily", WatchKind.Stream));
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(14));
        Assert.Empty(run.Alarms);
        MonitorWindow told = Assert.Single(run.Windows, window => window.Measure("stream.adwin.change") < 0);
        Assert.InRange(told.Start, s_first.AddDays(8), s_first.AddDays(9));
        Assert.Contains("wrong answers have fallen from ", told.Looks[0].Summary, StringComparison.Ordinal);
        Assert.Empty(told.Looks[0].Subjects);
    }

    [Fact]
    public void Errors_of_numbers_alarm_in_the_unit_of_the_target_and_ddm_is_not_for_them()
    {
        using (PredictionLog log = Yard.Predictions.Open("price"))
        using (PredictionTableWriter writer = log.TableWriterOf(new PredictionSource("price", "1", new FeatureSchema(new Feature("x")), "price")))
        {
            for (int day = 0; day < 12; day++)
            {
                var random = new Draws(23, (ulong)day);
                double[] error = [.. Enumerable.Range(0, Rows).Select(_ => random.Normal() * (day < 8 ? 50 : 90))];
                writer.Write(Frame.Of(new TextColumn("_request", [.. error.Select((_, row) => $"{day}-{row}")]), new DoubleColumn("x", error), new DoubleColumn("_prediction", [.. error.Select(_ => 1000.0)])), s_first.AddDays(day).AddHours(9));
                log.AddLabels([.. error.Select((off, row) => new TrueLabel((1000 + off).ToString("R", System.Globalization.CultureInfo.InvariantCulture)) { Request = $"{day}-{row}", Row = 0 })]);
            }
        }

        Yard.Monitors.Add(new MonitorDefinition("daily", "price") { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Stream], Detectors = [StreamDetector.Adwin, StreamDetector.PageHinkley, StreamDetector.Ddm] });
        Yard.Monitors.Add(new MonitorDefinition("ddm", "price") { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = [WatchKind.Stream], Detectors = [StreamDetector.Ddm] });
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(12));
        Alarm alarm = Assert.Single(run.Alarms);
        Assert.Equal(("stream", s_first.AddDays(8)), (alarm.Watch, alarm.Since));
        Assert.Contains("ADWIN: the mean error has risen from ", alarm.Summary, StringComparison.Ordinal);

        // The mean of what is normal, without its sign, is 0.8 of its deviation.
        Assert.InRange(run.Windows[5].Measure("stream.loss"), 35, 45);
        Assert.InRange(run.Windows[5].Measure("stream.page_hinkley.mean"), 35, 45);
        Assert.True(double.IsNaN(run.Windows[5].Measure("stream.ddm.mean")));
        Assert.All(Yard.Monitors.Run("ddm", s_first.AddDays(12)).Windows, window => Assert.StartsWith("DDM is for answers that are right or wrong", Assert.Single(window.Looks).Summary, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_changes_no_look_alarms()
    {
        Log(25, (_, random) => (random.Normal(), random.Normal()), (_, chance, random) => random.Chance() < chance);
        Yard.Models.Register("churn", new ModelPackage { Name = "churn", Predictor = s_classifier, Estimator = "LogisticRegression" });
        Yard.Monitors.Add(Monitor("daily", Enum.GetValues<WatchKind>()));
        MonitorRun run = Yard.Monitors.Run("daily", s_first.AddDays(25));
        Assert.Empty(run.Alarms);
        Assert.All(run.Windows.Skip(6), window => Assert.Equal(Enum.GetValues<WatchKind>().Length - 1, window.Looks.Count));
        Frame table = WindowTable.Of(run.Windows);
        Assert.All((string[])["volume", "accuracy", "estimated.accuracy", "anomalies", "shap.age", "effect.age", "duplicates", "latency_p95"], name => Assert.True(table.TryGetColumn(name, out _) || name == "latency_p95"));
    }

    private static MonitorDefinition Monitor(string name, params WatchKind[] watch) => new(name, "churn") { Reference = new MonitorReference(ReferenceKind.First, 1), Watch = watch };

    private static Predictor Classifier() => Learned(new LogisticRegression());

    private static Predictor Learned(IEstimator estimator)
    {
        var random = new Draws(5, 0);
        var features = new Matrix(2000, 2);
        int[] labels = new int[2000];
        for (int row = 0; row < labels.Length; row++)
        {
            features[row, 0] = random.Normal();
            features[row, 1] = random.Normal();
            labels[row] = random.Chance() < Chance(features[row, 0], features[row, 1]) ? 1 : 0;
        }

        Dataset data = Dataset.ForClassification(features, labels, ["No", "Yes"], new FeatureSchema(new Feature("age"), new Feature("income")));
        return new Predictor(new Pipeline([new StandardScaler()], estimator).FitModel(data, new FitContext()), "churn");
    }

    private static double Chance(double age, double income) => 1 / (1 + Math.Exp(-((1.5 * age) - (1.5 * income))));

    /// <summary>Logs what the model answers to rows of each day, and what came true.</summary>
    /// <returns>What came true.</returns>
    private List<TrueLabel> Log(int days, Func<int, Draws, (double Age, double Income)> draw, Func<int, double, Draws, bool> truth, bool withLabels = true)
    {
        var all = new List<TrueLabel>();
        using PredictionLog log = Yard.Predictions.Open("churn");
        using PredictionTableWriter writer = log.TableWriterOf(new PredictionSource("churn", "1", s_classifier.Inputs, "churn") { Classes = ["No", "Yes"] });
        for (int day = 0; day < days; day++)
        {
            var random = new Draws(17, (ulong)day);
            double[] age = new double[Rows], income = new double[Rows], yes = new double[Rows];
            string[] answer = new string[Rows], request = new string[Rows];
            var labels = new List<TrueLabel>();
            double[] chances = new double[2];
            for (int row = 0; row < Rows; row++)
            {
                (age[row], income[row]) = draw(day, random);
                answer[row] = s_classifier.PredictClass([age[row], income[row]], chances) == 1 ? "Yes" : "No";
                yes[row] = chances[1];
                request[row] = $"{day}-{row}";
                labels.Add(new TrueLabel(truth(day, Chance(age[row], income[row]), random) ? "Yes" : "No") { Request = request[row], Row = 0 });
            }

            writer.Write(
                Frame.Of(
                    new TextColumn("_request", request), new DoubleColumn("age", age), new DoubleColumn("income", income), CategoryColumn.From("_prediction", answer), new DoubleColumn("_probability.No", [.. yes.Select(one => 1 - one)]),
                    new DoubleColumn("_probability.Yes", yes), CategoryColumn.From("_version", [.. answer.Select(_ => "1")])),
                s_first.AddDays(day).AddHours(9));
            all.AddRange(labels);
            if (withLabels)
            {
                log.AddLabels(labels);
            }
        }

        return all;
    }

    /// <summary>Represents a stream of random numbers that goes on wherever it is handed to.</summary>
    private sealed class Draws(ulong seed, ulong index)
    {
        private RandomStream _stream = new(seed, index);

        public double Normal() => _stream.NextGaussian();

        public double Chance() => _stream.NextDouble();
    }
}
