using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Tests.Pipelines;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData("bought", "LogisticRegression", "GradientBoostingClassifier", "GaussianNaiveBayes")]
    [InlineData("spent", "Ridge", "GradientBoostingRegressor", "KNeighborsRegressor")]
    public void The_same_trials_give_the_same_to_the_bit_twice_and_for_any_number_of_threads(string target, params string[] candidates)
    {
        Frame frame = MixedTable.Of(120).Drop(target == "bought" ? "spent" : "bought");
        TrainingOptions options = TrainingTables.Quick(target, candidates) with { Trials = 3, RefitOnAll = true };
        TrainingResult first = Trainer.Train(frame, options with { Parallelism = 1 });
        Assert.Equal(3, first.Trials.Count);
        foreach (int degree in new[] { 1, 2 })
        {
            TrainingResult again = Trainer.Train(frame, options with { Parallelism = degree });
            Assert.Equal(TrainingTables.Choice(first), TrainingTables.Choice(again));
            Assert.Equal(TrainingTables.Outcome(first), TrainingTables.Outcome(again));
            Assert.Equal(Answers(first, frame), Answers(again, frame));
        }

        Assert.NotEqual(TrainingTables.Choice(first), TrainingTables.Choice(Trainer.Train(frame, options with { Seed = 99, Trials = 1 })));
    }

    [Theory]
    [InlineData("bought", "f1")]
    [InlineData("spent", null)]
    public void Test_rows_never_influence_the_choice(string target, string? metric)
    {
        const int Rows = 250, Train = 200;
        Frame frame = MixedTable.Of(Rows).Drop(target == "bought" ? "spent" : "bought").With(new IntegerColumn("day", [.. Enumerable.Range(0, Rows).Select(row => (long)row * row)]))
            .With(new IntegerColumn("late", new long[Rows]));
        TrainingOptions options = TrainingTables.Quick(target, target == "bought" ? ["LogisticRegression", "GradientBoostingClassifier"] : ["Ridge", "GradientBoostingRegressor"])
            with { Time = "day", Trials = 4, Metric = metric };

        // Other targets, other levels, other numbers, a constant that is none: but for the time itself, nothing is left of the last fifth.
        Frame other = frame
            .With(new IntegerColumn("late", [.. Enumerable.Range(0, Rows).Select(row => row < Train ? 0L : row % 7)]))
            .With(new TextColumn("key", Enumerable.Range(0, Rows).Select(row => row < Train ? frame["key"].FormatCell(row) : "never seen")))
            .With(new DoubleColumn("income", [.. ((DoubleColumn)frame["income"]).Values[..Train], .. Enumerable.Repeat(-1e9, Rows - Train)]))
            .With(target == "bought"
                ? CategoryColumn.From(target, Enumerable.Range(0, Rows).Select(row => row < Train ? frame[target].FormatCell(row) : row % 2 == 0 ? "yes" : "no"))
                : new DoubleColumn(target, [.. ((DoubleColumn)frame[target]).Values[..Train], .. Enumerable.Range(0, Rows - Train).Select(row => -7.0 * row)]));
        TrainingResult first = Trainer.Train(frame, options), second = Trainer.Train(other, options);
        Assert.Equal(Rows - Train, first.TestRows);
        Assert.Equal(TrainingTables.Choice(first), TrainingTables.Choice(second));
        Assert.NotEqual(TrainingTables.Outcome(first), TrainingTables.Outcome(second));
    }

    [Fact]
    public void A_stop_ends_with_the_best_that_was_found_so_far()
    {
        Frame frame = MixedTable.Of(200).Drop("spent");
        using var stop = new CancellationTokenSource();
        var progress = new Watch(report =>
        {
            if (report.Stage == "Tuning")
            {
                stop.Cancel();
            }
        });
        TrainingResult result = Trainer.Train(frame, TrainingTables.Quick("bought") with { Trials = 1000 }, progress, stop.Token);
        Assert.True(result.WasStopped);
        Assert.True(result.Trials.Count < 1000);
        Assert.Equal(3, result.Leaderboard.Count(row => !row.IsTuned && row.Folds == 15));
        Assert.NotEmpty(result.TestScores);
        Assert.Equal(0.0, progress.Reports[0].Share);
        Assert.Equal(progress.Reports.Select(report => report.Share).Order(), progress.Reports.Select(report => report.Share));
    }

    [Fact]
    public void A_stop_before_there_is_a_model_says_so()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        ModelyardException fault = Assert.Throws<ModelyardException>(() => Trainer.Train(MixedTable.Of(100).Drop("spent"), TrainingTables.Quick("bought"), null, stop.Token));
        Assert.Equal("The training was stopped before there was a model.", fault.Message);
    }

    [Fact]
    public void A_budget_too_small_for_one_fit_is_refused_or_answered_with_what_there_was_time_for()
    {
        Frame frame = MixedTable.Of(1000).Drop("spent");
        TrainingOptions options = TrainingTables.Quick("bought", "GradientBoostingClassifier") with { Trials = null };
        foreach (TimeSpan budget in new[] { TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1) })
        {
            try
            {
                Assert.NotEmpty(Trainer.Train(frame, options with { Budget = budget }).TestScores);
            }
            catch (ModelyardException fault)
            {
                Assert.StartsWith("The budget of 0", fault.Message, StringComparison.Ordinal);
                Assert.EndsWith("Give more time with '--budget', or fewer candidates with '--candidates'.", fault.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_budget_ends_a_search_that_would_go_on_for_a_minute()
    {
        // The bound is wide: the machine may be busy with other things.
        TrainingOptions options = TrainingTables.Quick("bought", "LogisticRegression") with { Trials = null, Budget = TimeSpan.FromSeconds(0.5) };
        Assert.InRange(Trainer.Train(MixedTable.Of(100).Drop("spent"), options).Duration.TotalSeconds, 0, 30);
    }

    [Fact]
    public void Scores_come_with_the_intervals_of_their_metric_and_the_optimised_one_first()
    {
        TrainingOptions options = TrainingTables.Quick("bought") with { Metric = "log-loss" };
        TrainingResult result = Trainer.Train(MixedTable.Of(200).Drop("spent"), options);
        Assert.Equal("log-loss", result.TestScores[0].Name);
        Assert.Equal(result.TestScores.Count, result.TestScores.Select(score => score.Name).Distinct().Count());
        FitContext context = new FitContext { Seed = options.Seed }.ForPart(0x626f);
        Assert.All(result.TestScores, score =>
        {
            IMetric metric = MetricCatalogue.Find(score.Name, TaskKind.Classification);
            Assert.Equal(metric.Score(result.TestPredictions), score.Value);
            ScoreInterval alone = Bootstrap.Interval(metric, result.TestPredictions, context);
            Assert.Equal((alone.Low, alone.High), (score.Low, score.High));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_that_only_guesses_is_told_as_such(bool isTold)
    {
        var random = new RandomStream(3, 0);
        double[] x = new double[300], y = new double[300];
        for (int row = 0; row < x.Length; row++)
        {
            x[row] = random.NextGaussian();
            y[row] = random.NextGaussian() + (isTold ? x[row] : 0);
        }

        TrainingResult result = Trainer.Train(Frame.Of(new DoubleColumn("x", x), new DoubleColumn("y", y)), new TrainingOptions { Target = "y", Trials = 0, Candidates = ["Ridge", "RandomForestRegressor"] });
        Assert.Equal(isTold, !result.Warnings.Any(warning => warning.Contains("not shown to be better than guessing", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_threshold_is_chosen_for_a_metric_that_needs_one_and_only_then()
    {
        // One row in twelve is a yes, and a half would hardly ever be reached.
        Frame frame = Rare(600);
        TrainingOptions options = TrainingTables.Quick("y", "LogisticRegression");
        TrainingResult balanced = Trainer.Train(frame, options with { Metric = "balanced-accuracy" });
        Assert.InRange(balanced.Predictor.Threshold!.Value, 0.001, 0.4);
        Assert.NotEmpty(balanced.ThresholdCurve);
        Assert.True(balanced.TestScores[0].Value > 0.6);
        TrainingResult ranks = Trainer.Train(frame, options);
        Assert.Null(ranks.Predictor.Threshold);
        Assert.Empty(ranks.ThresholdCurve);
    }

    [Fact]
    public void The_served_model_is_fitted_on_all_rows_unless_the_tested_one_is_asked_for()
    {
        Frame frame = MixedTable.Of(200).Drop("spent");
        TrainingOptions options = TrainingTables.Quick("bought");
        TrainingResult tested = Trainer.Train(frame, options), refitted = Trainer.Train(frame, options with { RefitOnAll = true });
        Assert.Equal(TrainingTables.Outcome(tested), TrainingTables.Outcome(refitted));
        Assert.Equal((160, 200), (tested.Profile.Rows, refitted.Profile.Rows));
        Assert.NotEqual(Answers(tested, frame), Answers(refitted, frame));
    }

    private static Frame Rare(int rows)
    {
        var random = new RandomStream(12);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        bool[] y = [.. x.Select(value => value + random.NextGaussian() > 2)];
        return Frame.Of(new DoubleColumn("x", x), new BooleanColumn("y", y));
    }

    private static double[] Answers(TrainingResult result, Frame frame)
    {
        Matrix rows = new Modelyard.Preparation.RowEncoder(result.Predictor.Inputs).Encode(frame);
        Frame table = new Modelyard.Pipelines.PredictionTable(result.Predictor).Predict(rows);
        return [.. table.Columns.OfType<DoubleColumn>().SelectMany(column => column.Values.ToArray())];
    }

    private sealed class Watch(Action<TrainingProgress> react) : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            react(value);
        }
    }
}
