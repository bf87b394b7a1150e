using Modelyard.Frames;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Training;
using Modelyard.Training.Search;

namespace Modelyard.Tests.Training;

/// <summary>Holds trainings that minimise what answers cost to what costs less.</summary>
public sealed class CostTrainingTests
{
    [Theory]
    [InlineData("cost(Yes:No=10, No:Yes=1)")]
    [InlineData("cost(Yes:No=0.01, No:Yes=0.001)")]
    [InlineData("min: price = sum(if(actual = predicted, 0, if(actual = 'Yes', 10, 1)))")]
    public void Dear_misses_lower_the_threshold_and_the_cost_of_the_test(string metric)
    {
        TrainingResult result = Trainer.Train(Table(), TrainingTables.Quick("label", "LogisticRegression") with { Metric = metric });
        Assert.InRange(result.Predictor.Threshold ?? 0.5, 0.01, 0.3);
        Predictions at = result.TestPredictions;
        double half = result.Metric.Score(Predictions.OfProbabilities(at.Labels.ToArray(), at.Probabilities!, at.Classes, 0.5));
        Assert.Equal(result.TestScores[0].Value, result.Metric.Score(at), 1e-12);
        Assert.True(result.TestScores[0].Value < half, $"{result.TestScores[0].Value} {half}");
        Assert.Same(result.Metric, result.MetricOf(result.TestScores[0]));
        Assert.False(result.Metric.HigherIsBetter);
    }

    [Fact]
    public void A_search_minimises_costs()
    {
        TunerResult result = Tuner.Tune(Table(), new TunerOptions { Target = "label", Estimators = ["LogisticRegression"], Metrics = ["cost(Yes:No=10, No:Yes=1)"], Trials = 4, Folds = 3 });
        Assert.Equal("cost", result.TestScores[0].Name);
        Assert.Equal(result.Study.Trials.Min(trial => trial.Scores.Count > 0 ? trial.Scores[0] : double.PositiveInfinity), result.Study.Best.Scores[0]);
    }

    [Fact]
    public void A_metric_that_cannot_be_computed_is_refused_before_there_is_a_fit()
    {
        var progress = new Stages();
        string message = Assert.ThrowsAny<ModelyardException>(() => Trainer.Train(Table(), TrainingTables.Quick("label") with { Metric = "gain = mean(profit)" }, progress)).Message;
        Assert.Contains("'gain'", message, StringComparison.Ordinal);
        Assert.Equal(["Reading"], progress.Seen);
    }

    private static Frame Table()
    {
        var random = new RandomStream(11);
        double[] a = [.. Enumerable.Range(0, 600).Select(_ => random.NextGaussian())];
        return Frame.Of(new DoubleColumn("a", a), CategoryColumn.From("label", a.Select(x => x + random.NextGaussian() > 0.8 ? "Yes" : "No")));
    }

    /// <summary>Keeps the stages that were reported.</summary>
    private sealed class Stages : IProgress<TrainingProgress>
    {
        public List<string> Seen { get; } = [];

        public void Report(TrainingProgress value) => Seen.Add(value.Stage);
    }
}
