using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Any_degree_gives_the_same_interval()
    {
        Predictions predictions = MetricOracle.Find("classification", "binary weighted").Predictions();
        IMetric[] metrics = [.. MetricCatalogue.Reported(TaskKind.Classification, 2)];
        IReadOnlyList<ScoreInterval> one = Bootstrap.Intervals(metrics, predictions, new FitContext { Seed = 5, Parallelism = 1 }, 200);
        IReadOnlyList<ScoreInterval> four = Bootstrap.Intervals(metrics, predictions, new FitContext { Seed = 5, Parallelism = 4 }, 200);
        Assert.Equal(one, four);
        Assert.All(one, interval => Assert.InRange(interval.Value, interval.Low, interval.High));
    }

    [Fact]
    public void An_interval_alone_is_that_among_others()
    {
        Predictions predictions = MetricOracle.Find("regression", "even").Predictions();
        IReadOnlyList<IMetric> metrics = MetricCatalogue.Reported(TaskKind.Regression, 0);
        IReadOnlyList<ScoreInterval> all = Bootstrap.Intervals(metrics, predictions, FitContext.Default, 100);
        Assert.Equal(all[2], Bootstrap.Interval(metrics[2], predictions, FitContext.Default, 100));
    }

    [Fact]
    public void A_metric_of_someone_else_gets_the_same_interval_by_reweighting_rows()
    {
        Predictions predictions = MetricOracle.Find("classification", "binary ties weighted").Predictions();
        IMetric own = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
        Assert.Equal(
            Bootstrap.Interval(own, predictions, FitContext.Default, 50),
            Bootstrap.Interval(new Foreign(own), predictions, FitContext.Default, 50));
    }

    [Fact]
    public void The_interval_of_a_mean_covers_the_truth_about_as_often_as_it_says()
    {
        const int Trials = 400, Rows = 60;
        int covered = 0;
        IMetric mean = MetricCatalogue.Find("mae", TaskKind.Regression);
        for (int trial = 0; trial < Trials; trial++)
        {
            var random = new RandomStream(11, (ulong)trial);
            double[] target = new double[Rows], predicted = new double[Rows];
            for (int i = 0; i < Rows; i++)
            {
                predicted[i] = random.NextDouble();
            }

            ScoreInterval interval = Bootstrap.Interval(mean, Predictions.OfNumbers(target, predicted), new FitContext { Seed = (ulong)trial, Parallelism = 1 }, 400, 0.9);
            covered += interval.Low <= 0.5 && 0.5 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered / (double)Trials, 0.855, 0.94);
    }

    [Fact]
    public void Perfect_shares_have_Wilsons_interval_and_other_perfect_scores_none()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row < 10 ? 1 : 0)];
        var probabilities = new Matrix(40, 2);
        for (int row = 0; row < 40; row++)
        {
            probabilities[row, labels[row]] = 1;
        }

        var predictions = Predictions.OfProbabilities(labels, probabilities, ["a", "b"]);
        ScoreInterval Of(string name) => Bootstrap.Interval(MetricCatalogue.Find(name, TaskKind.Classification), predictions, FitContext.Default, 100);

        // Where all of n rows are right, Wilson's lower end is n / (n + z²).
        const double Square = 1.959963984540054 * 1.959963984540054;
        Assert.Equal(40 / (40 + Square), Of("accuracy").Low, 1e-9);
        Assert.Equal(10 / (10 + Square), Of("recall").Low, 1e-9);
        Assert.Equal(10 / (10 + Square), Of("precision").Low, 1e-9);
        Assert.All(new[] { "accuracy", "recall", "precision" }, name => Assert.Equal(1, Of(name).High));
        Assert.All(new[] { "roc-auc", "f1", "log-loss", "mcc" }, name => Assert.True(double.IsNaN(Of(name).Low) && double.IsNaN(Of(name).High)));
    }

    [Fact]
    public void A_stratified_draw_keeps_the_number_of_rows_of_each_class()
    {
        int[] labels = [0, 0, 0, 0, 0, 0, 1];
        Predictions predictions = Predictions.OfLabels(labels, labels, ["a", "b"]);
        var counted = new Counting();
        Bootstrap.Interval(counted, predictions, new FitContext { Parallelism = 1 }, 50, stratified: true);
        Assert.All(counted.Seconds, weight => Assert.Equal(1, weight));
    }

    private sealed class Foreign(IMetric inner) : IMetric
    {
        public string Name => "foreign";

        public string Title => "Foreign";

        public TaskKind Task => inner.Task;

        public bool HigherIsBetter => inner.HigherIsBetter;

        public bool ScoresLabels => inner.ScoresLabels;

        public double Score(Predictions predictions) => inner.Score(predictions);
    }

    private sealed class Counting : IMetric
    {
        public List<double> Seconds { get; } = [];

        public string Name => "counting";

        public string Title => "Counting";

        public TaskKind Task => TaskKind.Classification;

        public bool HigherIsBetter => true;

        public bool ScoresLabels => true;

        public double Score(Predictions predictions)
        {
            Seconds.Add(predictions.Weights.IsEmpty ? 1 : predictions.Weights[6]);
            return 1;
        }
    }
}
