using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Selection;
using Modelyard.Selection.Search;
using Modelyard.Trees;

namespace Modelyard.Tests.Selection.Search;

public sealed class StudyTests
{
    private static readonly SearchSpace Line = new(new RealDimension("X", 0, 1));

    [Fact]
    public void A_failed_trial_is_kept_with_its_reason_and_never_wins()
    {
        var objective = new FunctionObjective(point => point.Number("X") switch { < 0.3 => throw new InvalidOperationException("too small"), < 0.5 => double.NaN, var x => x });
        StudyResult study = Study.Run(Line, objective, new StudySettings { Trials = 30, Strategy = new RandomSearch() });
        Assert.Equal(30, study.Trials.Count);
        Assert.All(study.Trials, trial => Assert.Equal(trial.Point.Number("X") < 0.5, trial.State == TrialState.Failed));
        Assert.Contains(study.Trials, trial => trial.Reason.Contains("too small", StringComparison.Ordinal));
        Assert.Contains(study.Trials, trial => trial.Reason.Contains("NaN", StringComparison.Ordinal));
        Assert.InRange(study.Best.Scores[0], 0.5, 0.6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(500)]
    public void If_every_trial_fails_the_error_says_why(int trials)
    {
        int calls = 0;
        var objective = new FunctionObjective(_ => Interlocked.Increment(ref calls) < 0 ? 0 : throw new ModelyardException("The metric has no answer."));
        string message = Assert.Throws<ModelyardException>(() => Study.Run(Line, objective, new StudySettings { Trials = trials })).Message;
        Assert.Contains("The metric has no answer.", message, StringComparison.Ordinal);
        Assert.Contains("X=", message, StringComparison.Ordinal);
        Assert.InRange(calls, trials < 20 ? trials : 20, 22);
    }

    [Fact]
    public void Several_goals_give_the_points_that_no_other_one_beats()
    {
        StudyResult study = Study.Run(Line, new TwoGoals(), new StudySettings { Trials = 40 });
        Trial[] front = [.. study.Front];
        Assert.True(front.Length > 5);
        Assert.All(front, one => Assert.DoesNotContain(study.Trials, other => other.Scores[0] <= one.Scores[0] && other.Scores[1] >= one.Scores[1] && !other.Scores.SequenceEqual(one.Scores)));
        Assert.All(study.Trials.Where(trial => !front.Contains(trial)), one => Assert.Contains(front, other => other.Scores[0] <= one.Scores[0] && other.Scores[1] >= one.Scores[1]));

        // Between 0.2 and 0.8 one goal gains what the other loses; a search that knows both stays there.
        Assert.InRange(study.Trials.Skip(10).Count(trial => trial.Point.Number("X") is > 0.15 and < 0.85), 24, 30);
    }

    [Fact]
    public void Of_trials_that_are_equal_in_the_first_goal_the_best_is_that_of_the_next()
    {
        StudyResult study = Study.Run(Line, new EqualGoals(), new StudySettings { Trials = 30, Strategy = new RandomSearch() });
        Trial[] equal = [.. study.Trials.Where(trial => trial.Scores[0] < 0.5)];
        Assert.True(equal.Length > 5);
        Assert.Equal(equal.Min(trial => trial.Scores[1]), study.Best.Scores[1]);
        Assert.Equal(equal.OrderBy(trial => trial.Scores[1]).Select(trial => trial.Number), study.Ranked.Take(equal.Length).Select(trial => trial.Number));
        Assert.Equal(study.Best, study.Front[0]);
    }

    [Fact]
    public void A_bad_trial_is_given_up_after_its_first_folds_and_the_best_is_not()
    {
        var objective = new Folds();
        StudyResult pruned = Study.Run(Line, objective, new StudySettings { Trials = 40, Strategy = new RandomSearch(), Pruning = new MedianPruning() });
        StudyResult whole = Study.Run(Line, objective, new StudySettings { Trials = 40, Strategy = new RandomSearch() });
        Assert.Equal(whole.Best.Point, pruned.Best.Point);
        Assert.InRange(pruned.Trials.Count(trial => trial.State == TrialState.Pruned), 10, 35);
        Assert.All(pruned.Trials.Where(trial => trial.State == TrialState.Pruned), trial => Assert.True(trial.Steps.Count < 5 && Math.Abs(trial.Point.Number("X") - 0.6) > Math.Abs(pruned.Best.Point.Number("X") - 0.6)));
        Assert.True(pruned.Trials.Sum(trial => trial.Steps.Count) < 0.75 * whole.Trials.Sum(trial => trial.Steps.Count));
    }

    [Fact]
    public void A_search_ends_when_little_is_to_be_gained()
    {
        StudyResult study = Study.Run(Line, new FunctionObjective(point => Math.Pow(point.Number("X") - 0.4, 2)), new StudySettings { Trials = 300, EarlyStop = new EarlyStop() });
        Assert.Equal(StudyEnd.LittleToGain, study.End);
        Assert.InRange(study.Trials.Count, 8, 60);
        Assert.InRange(study.Best.Point.Number("X"), 0.35, 0.45);
    }

    [Fact]
    public void A_search_ends_when_nothing_beside_the_error_of_the_score_was_gained_for_long()
    {
        // There is always something to expect, and soon all of it is far below what five folds can tell.
        StudyResult study = Study.Run(Line, new Folds(), new StudySettings { Trials = 200, EarlyStop = new EarlyStop { LeastGain = 0 } });
        Assert.Equal(StudyEnd.LittleToGain, study.End);
        Assert.InRange(study.Trials.Count, 31, 80);
    }

    [Fact]
    public void A_stopped_search_gives_what_it_has_found()
    {
        using var stop = new CancellationTokenSource();
        int calls = 0;
        var objective = new FunctionObjective(point =>
        {
            if (Interlocked.Increment(ref calls) == 9)
            {
                stop.Cancel();
            }

            return point.Number("X");
        });
        StudyResult study = Study.Run(Line, objective, new StudySettings { Trials = 100, Parallelism = 1 }, stop: stop.Token);
        Assert.Equal(StudyEnd.Stopped, study.End);
        Assert.InRange(study.Trials.Count, 8, 10);
        Assert.Equal("X", Assert.Single(FunctionalAnova.Compute(study with { Trials = [.. study.Trials.Take(6), study.Trials[^1]] })).Name);
        Assert.Contains("stopped before", Assert.Throws<ModelyardException>(() => Study.Run(Line, objective, stop: stop.Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_a_fold_cannot_learn_is_named()
    {
        var features = new Matrix(20, 1);
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row == 7 ? 2 : row % 2)];
        Dataset data = Dataset.ForClassification(features, labels, ["a", "b", "rare"]);
        string message = Assert.Throws<ModelyardException>(() => new CrossValidationObjective(
            EstimatorSpace.Of(new LogisticRegression()).Create, data, new KFold { Stratified = true }.Split(data), MetricCatalogue.Find("accuracy", TaskKind.Classification))).Message;
        Assert.Contains("'rare' has 1 row", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_is_not_defined_on_a_fold_fails_the_trials_and_the_error_says_why()
    {
        var features = new Matrix(20, 1);
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row < 10 ? 0 : 1)];
        Dataset data = Dataset.ForClassification(features, labels, ["a", "b"]);
        Split[] folds = [.. new KFold { Shuffle = false, Folds = 4 }.Split(data).Select((_, fold) => new Split([.. Enumerable.Range(0, 20).Where(row => row / 5 != fold)], [.. Enumerable.Range(5 * fold, 5)]))];
        var space = EstimatorSpace.Of(new DecisionTreeClassifier());
        var objective = new CrossValidationObjective(space.Create, data, folds, MetricCatalogue.Find("roc-auc", TaskKind.Classification));
        string message = Assert.Throws<ModelyardException>(() => Study.Run(space.Space, objective, new StudySettings { Trials = 4 })).Message;
        Assert.Contains("'roc-auc' is 'NaN'", message, StringComparison.Ordinal);
        Assert.Contains("of the class 'a'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_share_of_the_resource_is_fewer_folds_rows_or_iterations()
    {
        Dataset data = Linear(90, 3, noise: 1, seed: 5);
        var space = EstimatorSpace.Of(new RandomForestRegressor { Trees = 9 });
        var seen = new System.Collections.Concurrent.ConcurrentBag<(int Rows, int Trees)>();
        IReadOnlyList<Split> folds = new KFold { Folds = 3, Seed = 1 }.Split(data);
        IMetric metric = MetricCatalogue.Find("rmse", TaskKind.Regression);
        foreach ((SearchResource resource, string name, int steps, (int Rows, int Trees) expected) in new[]
        {
            (SearchResource.Folds, "", 1, (60, 9)), (SearchResource.Rows, "", 3, (20, 9)), (SearchResource.Hyperparameter, "trees", 3, (60, 3)),
        })
        {
            seen.Clear();
            var objective = new CrossValidationObjective(point => new Watched { Inner = (RandomForestRegressor)space.Create(point), Seen = seen }, data, folds, metric) { Resource = resource, ResourceName = name };
            if (resource == SearchResource.Hyperparameter)
            {
                objective = new CrossValidationObjective(space.Create, data, folds, metric) { Resource = resource, ResourceName = name };
                double few = new CrossValidationObjective(point => ((RandomForestRegressor)space.Create(point)) with { Trees = 3 }, data, folds, metric).Score(space.Defaults[0], 1, 0, FitContext.Default)[0];
                Assert.Equal(few, objective.Score(space.Defaults[0], 1.0 / 3, 0, FitContext.Default)[0]);
                continue;
            }

            Assert.Equal(steps, objective.Steps(1.0 / 3));
            objective.Score(space.Defaults[0], 1.0 / 3, 0, FitContext.Default);
            Assert.Equal([expected], seen);
        }
    }

    [Fact]
    public void A_tuned_ridge_has_the_penalty_that_every_penalty_tried_one_by_one_shows_best()
    {
        Dataset data = Linear(80, 12, noise: 3, seed: 2);
        var space = EstimatorSpace.Of(new Ridge());
        IReadOnlyList<Split> folds = new KFold { Seed = 1 }.Split(data);
        IMetric metric = MetricCatalogue.Find("rmse", TaskKind.Regression);
        var objective = new CrossValidationObjective(space.Create, data, folds, metric);
        double least = Enumerable.Range(-40, 81).Min(i => CrossValidation.Run(new Ridge { Alpha = Math.Pow(10, i / 10.0) }, data, folds, metric, FitContext.Default).Average(fold => fold.Score));
        StudyResult study = Study.Run(space.Space, objective, new StudySettings { Trials = 25, First = space.Defaults });
        Assert.InRange(study.Best.Scores[0], 0, least * 1.001);
        Assert.Equal(1, study.Default!.Point.Number("Alpha"));
    }

    [Fact]
    public void Nothing_is_said_of_an_axis_that_never_varied()
    {
        var space = new SearchSpace(new RealDimension("X", 0, 1), new IntegerDimension("Y", 1, 9));
        StudyResult study = Study.Run(space, new FunctionObjective(point => point.Number("X")), new StudySettings { Trials = 12, Strategy = new RandomSearch() });
        Trial[] same = [.. study.Trials.Select(trial => trial with { Point = new SearchPoint([KeyValuePair.Create("X", trial.Point["X"]), KeyValuePair.Create("Y", "5")]) })];
        Assert.Equal(["X", "Y"], FunctionalAnova.Compute(study).Select(one => one.Name));
        Assert.Equal(["X"], FunctionalAnova.Compute(study with { Trials = same }).Select(one => one.Name));
    }

    [Fact]
    public void Importance_is_the_share_of_the_variance_that_an_axis_alone_explains()
    {
        // Of 3x + y + noise-free z the variances are 9/12, 1/12 and 0.
        var random = new RandomStream(4);
        double[][] rows = [.. Enumerable.Range(0, 2000).Select(_ => (double[])[random.NextDouble(), random.NextDouble(), random.NextDouble()])];
        IReadOnlyList<HyperparameterImportance> shares = FunctionalAnova.Compute(["x", "y", "z"], rows, [.. rows.Select(row => (3 * row[0]) + row[1])], FitContext.Default);
        Assert.Equal(["x", "y", "z"], shares.Select(one => one.Name));
        Assert.InRange(shares[0].Share, 0.86, 0.93);
        Assert.InRange(shares[1].Share, 0.07, 0.13);
        Assert.InRange(shares[2].Share, 0, 0.01);
    }

    [Fact]
    public void Importance_of_a_joint_effect_is_nobodys_alone()
    {
        // (x - 1/2)(y - 1/2) varies with neither alone.
        var random = new RandomStream(4);
        double[][] rows = [.. Enumerable.Range(0, 2000).Select(_ => (double[])[random.NextDouble(), random.NextDouble()])];
        IReadOnlyList<HyperparameterImportance> shares = FunctionalAnova.Compute(["x", "y"], rows, [.. rows.Select(row => (row[0] - 0.5) * (row[1] - 0.5))], FitContext.Default);
        Assert.All(shares, one => Assert.InRange(one.Share, 0, 0.1));
    }

    [Fact]
    public void The_best_score_of_a_search_is_optimistic_and_that_of_outer_folds_is_not()
    {
        // Labels are coin tosses: the truth is an accuracy of one half, whatever is chosen.
        var inner = new List<double>();
        var outer = new List<double>();
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var random = new RandomStream(seed);
            var features = new Matrix(60, 5);
            int[] labels = new int[60];
            for (int row = 0; row < labels.Length; row++)
            {
                labels[row] = row % 2;
                foreach (ref double value in features.Row(row))
                {
                    value = random.NextGaussian();
                }
            }

            Dataset data = Dataset.ForClassification(features, labels, ["a", "b"]);
            var space = EstimatorSpace.Of(new DecisionTreeClassifier());
            NestedResult nested = NestedCrossValidation.Run(
                space.Space, space.Create, data, new KFold { Folds = 4, Stratified = true, Seed = seed }, new KFold { Folds = 3, Stratified = true, Seed = seed },
                MetricCatalogue.Find("accuracy", TaskKind.Classification), new StudySettings { Trials = 25, Strategy = new RandomSearch(), Seed = seed });
            inner.Add(nested.SearchMean);
            outer.Add(nested.Mean);
            Assert.True(nested.Low < nested.Mean && nested.Mean < nested.High);
        }

        // 720 outer predictions have a standard error of 0.019, more by what folds share.
        Assert.InRange(outer.Average(), 0.43, 0.57);
        Assert.InRange(inner.Average() - outer.Average(), 0.04, 0.3);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.0)]
    public void The_interval_of_outer_folds_does_not_go_beyond_the_perfect_score(double perfect)
    {
        StudyResult study = Study.Run(Line, new FunctionObjective(point => point.Number("X")), new StudySettings { Trials = 2, Strategy = new RandomSearch() });
        OuterFold[] folds = Array.ConvertAll([0.02, 0.1, 0.03], off => new OuterFold(Math.Abs(perfect - off), perfect, study.Best.Point, study));
        NestedResult bounded = new(folds) { Perfect = perfect }, free = new(folds);
        Assert.True(perfect == 1 ? free.High > 1 : free.Low < 0);
        Assert.Equal(perfect, perfect == 1 ? bounded.High : bounded.Low);
        Assert.Equal(perfect == 1 ? free.Low : free.High, perfect == 1 ? bounded.Low : bounded.High);
    }

    internal static Dataset Linear(int rows, int columns, double noise, ulong seed)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, columns);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            foreach (ref double value in features.Row(row))
            {
                value = random.NextGaussian();
            }

            target[row] = features[row, 0] - (0.5 * features[row, 1]) + (noise * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target);
    }

    /// <summary>Notes what a forest is fitted on.</summary>
    private sealed record Watched : IEstimator
    {
        public RandomForestRegressor Inner { get; init; } = new();

        public System.Collections.Concurrent.ConcurrentBag<(int Rows, int Trees)> Seen { get; init; } = [];

        public TaskKind Task => TaskKind.Regression;

        public LearnerTraits Traits => Inner.Traits;

        public IPredictiveModel FitModel(Dataset data, FitContext context)
        {
            Seen.Add((data.RowCount, Inner.Trees));
            return Inner.Fit(data, context);
        }
    }

    private sealed class TwoGoals : ISearchObjective
    {
        public IReadOnlyList<SearchGoal> Goals { get; } = [new("cost", false), new("gain", true)];

        public string Identity => "two";

        public int Steps(double share) => 1;

        public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context)
        {
            double x = point.Number("X");
            return [Math.Pow(x - 0.2, 2), -Math.Pow(x - 0.8, 2)];
        }
    }

    /// <summary>Represents a first goal of two scores, but for rounding, and a second of many.</summary>
    private sealed class EqualGoals : ISearchObjective
    {
        public IReadOnlyList<SearchGoal> Goals { get; } = [new("errors", false), new("loss", false)];

        public string Identity => "equal";

        public int Steps(double share) => 1;

        public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context)
        {
            double x = point.Number("X");
            return [x < 0.6 ? 0.3 + (1e-16 * Math.Round(x * 10)) : 0.7, Math.Pow(x - 0.4, 2)];
        }
    }

    private sealed class Folds : ISearchObjective
    {
        public IReadOnlyList<SearchGoal> Goals { get; } = [new("loss", false)];

        public string Identity => "folds";

        public int Steps(double share) => 5;

        // Folds differ far more than trials do.
        public IReadOnlyList<double> Score(SearchPoint point, double share, int step, FitContext context) => [(10 * step) + Math.Abs(point.Number("X") - 0.6)];
    }
}
