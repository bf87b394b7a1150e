using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Tests.Training;

public sealed class TunerTests
{
    private static readonly TunerOptions Options = new() { Target = "y", Estimators = ["DecisionTreeRegressor"], Trials = 12, Folds = 3, Seed = 4 };

    [Fact]
    public void The_same_search_gives_the_same_trials_and_the_same_test_on_any_number_of_threads()
    {
        TunerResult one = Tuner.Tune(Table(), Options with { Parallelism = 1 }), many = Tuner.Tune(Table(), Options with { Parallelism = 4 });
        Assert.Equal(one.Study.Trials.Select(trial => (trial.Point, trial.State)), many.Study.Trials.Select(trial => (trial.Point, trial.State)));
        Assert.Equal(one.TestScores, many.TestScores);
        Assert.Equal(one.Gain, many.Gain);
        Assert.Equal(one.Importances, many.Importances);
    }

    [Fact]
    public void The_gain_is_the_difference_on_the_test_rows_that_no_trial_saw()
    {
        TunerResult result = Tuner.Tune(Table(), Options);
        Assert.Equal(200, result.Rows);
        Assert.Equal(40, result.TestRows);
        Assert.Equal(result.TestScores[0].Value - result.DefaultTestScore, result.Gain!.Value, 1e-12);
        Assert.True(result.Gain.Low <= result.Gain.Value && result.Gain.Value <= result.Gain.High);
        Assert.True(result.Study.Trials[0].IsDefault);
        Assert.Equal("rmse", result.Metrics[0].Name);
    }

    [Fact]
    public void Settings_as_they_were_are_the_default_and_gain_nothing()
    {
        TunerResult result = Tuner.Tune(Table(), Options with { Estimators = ["Ridge(Alpha=3)"], Spaces = ["Alpha=3"] });
        Assert.Equal(StudyEnd.Exhausted, result.Study.End);
        Assert.Single(result.Study.Trials);
        Assert.Equal(["Alpha=3"], result.Settings);
        Assert.Equal((0, 0, 0), (result.Gain!.Value, result.Gain.Low, result.Gain.High));
    }

    [Fact]
    public void Defaults_that_break_a_constraint_are_not_tried()
    {
        TunerResult result = Tuner.Tune(Table(), Options with { Constraints = ["MinSamplesLeaf >= 4"] });
        Assert.All(result.Study.Trials, trial => Assert.True(trial.Point.Number("MinSamplesLeaf") >= 4));
        Assert.NotNull(result.Gain);
    }

    [Fact]
    public void Defaults_beyond_a_stated_space_are_compared_with_but_never_chosen()
    {
        TunerResult result = Tuner.Tune(Table(), Options with { Estimators = ["Ridge"], Spaces = ["Alpha=log(1000,100000)"], Trials = 6 });
        Assert.All(result.Study.Trials, trial => Assert.InRange(trial.Point.Number("Alpha"), 1000, 100000));
        Assert.Null(result.Study.Default);
        Assert.Equal(result.TestScores[0].Value - result.DefaultTestScore, result.Gain!.Value, 1e-12);
    }

    [Theory]
    [InlineData(SearchMethod.Halving, 9)]
    [InlineData(SearchMethod.Halving, 14)]
    [InlineData(SearchMethod.Hyperband, 9)]
    [InlineData(SearchMethod.Asha, 9)]
    [InlineData(SearchMethod.Asha, 2)]
    public void A_score_on_few_rows_never_beats_one_on_all(SearchMethod method, int trials)
    {
        // So strong a penalty is worse than the default by far, and on few rows all the more.
        TunerResult result = Tuner.Tune(Table(), Options with { Estimators = ["Ridge"], Spaces = ["Alpha=log(0.5,100000)"], Method = method, Trials = trials });
        Assert.Equal(1, result.Study.Best.Share);
        Assert.Equal(result.Study.Trials.Where(trial => trial.Share == 1).Min(trial => trial.Scores[0]), result.Study.Best.Scores[0]);
        bool isFull = result.Study.Trials.Any(trial => !trial.IsDefault && trial.Share == 1);
        Assert.Equal(trials > 2, isFull);
        Assert.Equal(!isFull, result.Warnings.Any(warning => warning.Contains("scored in full", StringComparison.Ordinal)));
        Assert.All(result.Study.RankedBelow, trial => Assert.True(trial.Share < 1));
    }

    [Fact]
    public void Of_several_estimators_the_one_that_suits_is_chosen()
    {
        // The target is a step function, which a tree learns and a line does not.
        TunerResult result = Tuner.Tune(Table(), Options with { Estimators = ["Ridge", "DecisionTreeRegressor"], Trials = 16 });
        Assert.Equal("DecisionTreeRegressor", result.Best.GetType().Name);
        Assert.Equal(["Ridge", "DecisionTreeRegressor"], result.Study.Trials.Take(2).Select(trial => trial.Point["Estimator"]));
    }

    [Theory]
    [InlineData("group")]
    [InlineData("time")]
    public void Rows_that_belong_together_stay_together(string column)
    {
        TunerResult result = Tuner.Tune(Table(), column == "group" ? Options with { Group = "group" } : Options with { Time = "when" });
        Assert.Equal(3, result.Folds);
        Assert.Equal(TrialState.Complete, result.Study.Best.State);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        Assert.Contains("no score to search by", Refusal(Options with { Estimators = ["IsolationForest"] }), StringComparison.Ordinal);
        Assert.Contains("more than 2,000 points", Refusal(Options with { Estimators = ["GradientBoostingRegressor"], Method = SearchMethod.Grid, Trials = null }), StringComparison.Ordinal);
        Assert.Contains("declares no hyperparameter", Refusal(Options with { Estimators = ["LinearRegression"] }), StringComparison.Ordinal);
        Assert.Contains("is no whole number", Refusal(Options with { Estimators = ["Ridge"], Method = SearchMethod.Halving, Resource = SearchResource.Hyperparameter, ResourceName = "Alpha" }), StringComparison.Ordinal);
        static string Refusal(TunerOptions options) => Assert.Throws<ModelyardException>(() => Tuner.Tune(Table(), options)).Message;
    }

    [Fact]
    public void The_difference_of_two_models_is_surer_than_either_score()
    {
        var random = new RandomStream(3);
        double[] target = [.. Enumerable.Range(0, 300).Select(_ => random.NextGaussian())];
        double[] shared = [.. target.Select(value => value + random.NextGaussian())];
        var one = Predictions.OfNumbers(target, shared);
        var other = Predictions.OfNumbers(target, [.. shared.Select(value => value + (0.02 * random.NextGaussian()))]);
        IMetric rmse = MetricCatalogue.Find("rmse", TaskKind.Regression);
        ScoreInterval alone = Bootstrap.Interval(rmse, one, FitContext.Default), difference = Bootstrap.Paired([rmse], one, other, FitContext.Default)[0].Difference;
        Assert.Equal(rmse.Score(one) - rmse.Score(other), difference.Value, 1e-12);
        Assert.True(difference.High - difference.Low < 0.1 * (alone.High - alone.Low));
    }

    private static Frame Table()
    {
        var random = new RandomStream(8);
        double[] a = new double[200], b = new double[200], y = new double[200];
        for (int row = 0; row < y.Length; row++)
        {
            (a[row], b[row]) = (random.NextDouble(), random.NextDouble());
            y[row] = (a[row] > 0.5 ^ b[row] > 0.5 ? 2 : 0) + (0.5 * random.NextGaussian());
        }

        return Frame.Of(
            new DoubleColumn("a", a), new DoubleColumn("b", b), new IntegerColumn("group", [.. Enumerable.Range(0, 200).Select(row => (long)(row % 20))]),
            new IntegerColumn("when", [.. Enumerable.Range(0, 200).Select(row => (long)((row * 7) % 200))]), new DoubleColumn("y", y));
    }
}
