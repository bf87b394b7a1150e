using FsCheck;
using FsCheck.Fluent;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Metrics;

public sealed class MetricCatalogueTests
{
    public static TheoryData<string> Classifications => [.. MetricOracle.Names("classification")];

    public static TheoryData<string> Regressions => [.. MetricOracle.Names("regression")];

    [Theory]
    [MemberData(nameof(Classifications))]
    public void Metrics_of_classes_agree_with_scikit_learn(string name) => Compare(MetricOracle.Find("classification", name), TaskKind.Classification);

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Metrics_of_numbers_agree_with_scikit_learn(string name) => Compare(MetricOracle.Find("regression", name), TaskKind.Regression);

    [Theory]
    [MemberData(nameof(Classifications))]
    public void The_confusion_matrix_agrees_with_scikit_learn(string name)
    {
        MetricOracle oracle = MetricOracle.Find("classification", name);
        double[] expected = [.. oracle.Case.GetProperty("confusion").EnumerateArray().SelectMany(MetricOracle.Doubles)];

        double[] actual = ConfusionMatrix.Of(oracle.Predictions()).Counts.AsSpan().ToArray();

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void A_perfect_ranking_has_an_area_of_one_a_reversed_one_of_zero_and_ties_of_one_half()
    {
        int[] labels = [0, 0, 1, 1];
        Assert.Equal(1, RankingScores.RocAuc(labels, 1, [0.1, 0.2, 0.3, 0.4]));
        Assert.Equal(0, RankingScores.RocAuc(labels, 1, [0.4, 0.3, 0.2, 0.1]));
        Assert.Equal(0.5, RankingScores.RocAuc(labels, 1, [0.7, 0.7, 0.7, 0.7]));
        Assert.Equal(0.5, RankingScores.RocAuc(labels, 1, [0.0, -0.0, -0.0, 0.0]));
    }

    [Fact]
    public void The_area_is_not_defined_without_both_sides_or_with_a_missing_score()
    {
        Assert.True(double.IsNaN(RankingScores.RocAuc([1, 1], 1, [0.1, 0.2])));
        Assert.True(double.IsNaN(RankingScores.RocAuc([0, 0], 1, [0.1, 0.2])));
        Assert.True(double.IsNaN(RankingScores.RocAuc([0, 1], 1, [0.1, double.NaN])));
        Assert.True(double.IsNaN(RankingScores.RocAuc([], 1, [])));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(5000)]
    public void The_area_counts_the_pairs_in_order(int rows)
    {
        var random = new RandomStream(3);
        int[] labels = new int[rows];
        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = random.NextInt(2);
            scores[i] = Math.Round(random.NextGaussian(), 2) * Math.Pow(10, random.NextInt(5) - 2);
        }

        double pairs = 0, right = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                if (labels[i] == 1 && labels[j] == 0)
                {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(right / pairs, RankingScores.RocAuc(labels, 1, scores), 1e-12);
    }

    [Fact]
    public void The_area_is_the_same_under_a_rising_transformation() => Prop.ForAll<NonEmptyArray<Tuple<bool, short>>>(rows =>
    {
        int[] labels = [.. rows.Get.Select(row => row.Item1 ? 1 : 0)];
        double[] scores = [.. rows.Get.Select(row => (double)row.Item2)];
        double[] other = [.. scores.Select(score => Math.Exp(score / 5000) - 3)];
        return RankingScores.RocAuc(labels, 1, scores).Equals(RankingScores.RocAuc(labels, 1, other));
    }).Check(Property.Repeatable);

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows_in_every_metric()
    {
        foreach (string task in new[] { "classification", "regression" })
        {
            // The weighted median is the lower one, as in scikit-learn, so an even number of rows would tell the two apart.
            foreach (string name in MetricOracle.Names(task))
            {
                Predictions one = MetricOracle.Find(task, name).Predictions().WithWeights(null);
                int[] rows = [.. Enumerable.Range(0, one.Count), 0, 3, 4];
                double[] weights = [.. Enumerable.Range(0, one.Count).Select(row => row is 0 or 3 or 4 ? 2.0 : 1)];
                Predictions doubled = one.Task == TaskKind.Regression
                    ? Predictions.OfNumbers(Pick(one.Target, rows), Pick(one.Predicted, rows))
                    : Predictions.OfProbabilities(Pick(one.Labels, rows), one.Probabilities!.SelectRows(rows), one.Classes);
                foreach (IMetric metric in MetricCatalogue.All.Where(metric => metric.Task == one.Task && metric.Name != "median-ae"))
                {
                    Assert.Equal(metric.Score(doubled), metric.Score(one.WithWeights(weights)), 1e-9);
                }
            }
        }
    }

    [Fact]
    public void A_metric_is_found_in_whatever_case_and_an_unknown_one_is_told_apart_by_its_nearest()
    {
        Assert.Equal("roc-auc", MetricCatalogue.Find("ROC_AUC", TaskKind.Classification).Name);
        ModelyardException unknown = Assert.Throws<ModelyardException>(() => MetricCatalogue.Find("acuracy", TaskKind.Classification));
        Assert.StartsWith("The metric 'acuracy' is not known for a classification. The nearest is 'accuracy'. There are accuracy,", unknown.Message, StringComparison.Ordinal);
        ModelyardException other = Assert.Throws<ModelyardException>(() => MetricCatalogue.Find("rmse", TaskKind.Classification));
        Assert.StartsWith("The metric 'rmse' does not score a classification. There are", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_has_a_name_of_its_own_and_every_task_has_defaults()
    {
        Assert.Equal(MetricCatalogue.All.Count, MetricCatalogue.All.Select(metric => metric.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("roc-auc", MetricCatalogue.Default(TaskKind.Classification, 2).Name);
        Assert.Equal("accuracy", MetricCatalogue.Default(TaskKind.Classification, 7).Name);
        Assert.Equal("rmse", MetricCatalogue.Default(TaskKind.Regression, 0).Name);
    }

    [Fact]
    public void A_metric_refuses_predictions_that_it_cannot_score()
    {
        Predictions labels = Predictions.OfLabels([0, 1], [0, 1], ["a", "b"]);
        Assert.Throws<ModelyardException>(() => MetricCatalogue.Find("rmse", TaskKind.Regression).Score(labels));
        Assert.Throws<ModelyardException>(() => MetricCatalogue.Find("roc-auc", TaskKind.Classification).Score(labels));
        Assert.Equal(1, MetricCatalogue.Find("accuracy", TaskKind.Classification).Score(labels));
    }

    private static void Compare(MetricOracle oracle, TaskKind task)
    {
        Predictions predictions = oracle.Predictions();
        Assert.All(oracle.Expected, expected =>
            Assert.Equal(expected.Value, MetricCatalogue.Find(expected.Metric, task).Score(predictions), 1e-10 * Math.Max(1, Math.Abs(expected.Value))));
    }

    private static T[] Pick<T>(ReadOnlySpan<T> values, int[] rows)
    {
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }
}
