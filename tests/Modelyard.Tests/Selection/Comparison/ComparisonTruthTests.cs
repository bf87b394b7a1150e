using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Selection;

namespace Modelyard.Tests.Selection.Comparison;

/// <summary>Holds comparisons to what they must find where the truth is known by construction.</summary>
public sealed class ComparisonTruthTests
{
    private const int Replications = 2000;
    private static readonly IMetric Auc = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
    private static readonly IMetric Accuracy = MetricCatalogue.Find("accuracy", TaskKind.Classification);
    private static readonly IMetric Mae = MetricCatalogue.Find("mae", TaskKind.Regression);

    [Fact]
    public void A_score_that_is_not_defined_is_no_difference_of_zero()
    {
        var predictions = Predictions.OfProbabilities([1, 1, 1], new Matrix([0.1, 0.9, 0.2, 0.8, 0.6, 0.4], 3, 2), ["no", "yes"]);
        IReadOnlyList<MetricComparison> told = ModelComparison.Run(
            predictions, predictions, [MetricCatalogue.Find("roc-auc", TaskKind.Classification), MetricCatalogue.Find("accuracy", TaskKind.Classification)], FitContext.Default, replicates: 50);
        Assert.Equal([false, true], told.Select(one => one.IsDefined));
        Assert.Equal(0, told[0].Winner());
    }

    [Fact]
    public void P_values_of_areas_are_uniform_where_both_models_are_as_good()
    {
        double[] values = new double[Replications];
        for (int i = 0; i < Replications; i++)
        {
            var random = new RandomStream(5, (ulong)i);
            int[] labels = Labels(ref random, 150);
            values[i] = DeLongTest.Compare(labels, 1, Scores(ref random, labels, 1), Scores(ref random, labels, 1)).PValue;
        }

        AssertUniform(values);
    }

    [Fact]
    public void Intervals_of_areas_hold_the_truth_as_often_as_they_say()
    {
        // Of two normal scores one standard deviation apart the area is Phi(1 / sqrt 2).
        double truth = Modelyard.Probability.Normal.Cumulative(1 / Math.Sqrt(2));
        int inside = 0;
        for (int i = 0; i < Replications; i++)
        {
            var random = new RandomStream(6, (ulong)i);
            int[] labels = Labels(ref random, 200);
            ScoreInterval interval = DeLongTest.Interval(labels, 1, Scores(ref random, labels, 1));
            inside += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }

        Assert.InRange(inside / (double)Replications, 0.935, 0.965);
    }

    [Fact]
    public void Paired_differences_of_errors_are_as_likely_as_their_p_values_and_hold_no_difference_as_often()
    {
        double[] values = new double[400];
        int inside = 0;
        for (int i = 0; i < values.Length; i++)
        {
            var random = new RandomStream(7, (ulong)i);
            double[] target = new double[200], first = new double[200], second = new double[200];
            for (int row = 0; row < target.Length; row++)
            {
                target[row] = random.NextGaussian();
                double common = random.NextGaussian();
                first[row] = target[row] + common + (0.5 * random.NextGaussian());
                second[row] = target[row] + common + (0.5 * random.NextGaussian());
            }

            MetricComparison one = ModelComparison.Run(Predictions.OfNumbers(target, first), Predictions.OfNumbers(target, second), [Mae], new FitContext { Seed = (ulong)i }, replicates: 400)[0];
            values[i] = one.Outcome.PValue;
            inside += one.Outcome.Low <= 0 && one.Outcome.High >= 0 ? 1 : 0;
        }

        Assert.InRange(inside / (double)values.Length, 0.91, 0.98);
        Assert.InRange(values.Count(value => value < 0.05) / (double)values.Length, 0.02, 0.09);
        Assert.InRange(values.Count(value => value < 0.5) / (double)values.Length, 0.42, 0.58);
    }

    [Fact]
    public void A_p_value_that_no_replicate_reached_is_a_bound()
    {
        double[] target = [.. Enumerable.Range(0, 60).Select(row => (double)row)], near = [.. target.Select(value => value + 1)], far = [.. target.Select(value => value + 5)];
        double[] mixed = [.. target.Select((value, row) => value + (row % 2 == 0 ? 0.5 : 1.6))];
        TestOutcome Outcome(double[] other) => ModelComparison.Run(Predictions.OfNumbers(target, near), Predictions.OfNumbers(target, other), [Mae], FitContext.Default, replicates: 99)[0].Outcome;
        Assert.Equal((0.02, true), (Outcome(far).PValue, Outcome(far).IsUpperBound));
        Assert.False(Outcome(mixed).IsUpperBound);
    }

    [Fact]
    public void Overlapping_folds_do_not_make_chance_look_telling()
    {
        // Two useless estimators: each predicts by a fair coin of its own, and only luck parts them.
        int corrected = 0, naive = 0;
        for (int i = 0; i < 500; i++)
        {
            var random = new RandomStream(8, (ulong)i);
            double[] firstRow = new double[100], secondRow = new double[100];
            for (int row = 0; row < 100; row++)
            {
                (firstRow[row], secondRow[row]) = (random.NextInt(2), random.NextInt(2));
            }

            // Repeated folds score the same rows again: ten partings of one set of right and wrong answers.
            IReadOnlyList<Split> folds = new RepeatedKFold { Repeats = 10, Folds = 10, Seed = (ulong)i }.Split(Dataset.ForRegression(new Matrix(100, 1), new double[100]));
            double[] first = [.. folds.Select(fold => fold.Test.Average(row => firstRow[row]))], second = [.. folds.Select(fold => fold.Test.Average(row => secondRow[row]))];
            TestOutcome outcome = ResampledTTest.Compare(first, second, folds);
            corrected += outcome.PValue < 0.05 ? 1 : 0;
            double[] differences = [.. first.Zip(second, (own, other) => own - other)];
            double error = Math.Sqrt(differences.Sum(one => (one - differences.Average()) * (one - differences.Average())) / 99 / 100);
            naive += Math.Abs(differences.Average() / error) > 1.98 ? 1 : 0;
        }

        Assert.InRange(corrected, 0, 40);
        Assert.True(naive > 200, $"'{naive}' of 500");
    }

    [Fact]
    public void A_better_model_is_found_and_a_slightly_worse_one_is_no_worse_within_a_margin()
    {
        var random = new RandomStream(9);
        int[] labels = Labels(ref random, 2000);
        Predictions weak = Of(labels, Scores(ref random, labels, 0.8)), strong = Of(labels, Scores(ref random, labels, 2)), similar = Of(labels, Scores(ref random, labels, 1.95));
        IReadOnlyList<MetricComparison> better = ModelComparison.Run(weak, strong, [Accuracy, Auc], FitContext.Default, replicates: 300);
        Assert.All(better, one => Assert.Equal(1, one.Winner()));
        Assert.All(ModelComparison.Run(strong, weak, [Accuracy, Auc], FitContext.Default, replicates: 300), one => Assert.Equal(-1, one.Winner()));
        Assert.Equal("McNemar (exact)", better[0].Outcome.Test);
        Assert.Equal("DeLong", better[1].Outcome.Test);
        Assert.Equal(better[1].Second.Value - better[1].First.Value, better[1].Outcome.Difference, 1e-12);

        MetricComparison close = ModelComparison.Run(strong, similar, [Auc], FitContext.Default, margin: 0.03, replicates: 300)[0];
        Assert.InRange(close.NoWorsePValue, 0, 0.05);
        Assert.InRange(ModelComparison.Run(strong, weak, [Auc], FitContext.Default, margin: 0.03, replicates: 300)[0].NoWorsePValue, 0.99, 1);
    }

    [Fact]
    public void The_best_of_many_useless_candidates_is_brought_back_to_chance()
    {
        double apparent = 0, corrected = 0;
        for (int i = 0; i < 40; i++)
        {
            var random = new RandomStream(10, (ulong)i);
            int[] labels = Labels(ref random, 100);
            Predictions[] candidates = [.. Enumerable.Range(0, 30).Select(_ => Of(labels, Scores(ref random, labels, 0)))];
            (ScoreInterval own, double seems) = SelectionBias.Correct(candidates, Auc, new FitContext { Seed = (ulong)i }, 100);
            corrected += own.Value / 40;
            apparent += seems / 40;
        }

        Assert.True(apparent > 0.6, $"'{apparent}'");
        Assert.InRange(corrected, 0.47, 0.53);
    }

    [Fact]
    public void What_cannot_be_compared_is_told()
    {
        var random = new RandomStream(1);
        int[] labels = Labels(ref random, 20), others = [.. labels.Select(label => 1 - label)];
        Predictions own = Of(labels, Scores(ref random, labels, 1)), foreign = Of(others, Scores(ref random, labels, 1));
        string Fault(Func<object> compare) => Assert.Throws<ModelyardException>(compare).Message;
        Assert.Contains("same rows", Fault(() => ModelComparison.Run(own, foreign, [Auc], FitContext.Default)), StringComparison.Ordinal);
        Assert.Contains("same rows", Fault(() => McNemarTest.Compare(own, foreign)), StringComparison.Ordinal);
        Assert.Contains("margin is '-1'", Fault(() => ModelComparison.Run(own, own, [Auc], FitContext.Default, margin: -1)), StringComparison.Ordinal);
        Assert.Contains("'2' and '3' scores", Fault(() => WilcoxonTest.Compare([1, 2], [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("Pair 2", Fault(() => WilcoxonTest.Compare([1, double.NaN], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("row 1 is 'NaN'", Fault(() => DeLongTest.Compare([0, 1], 1, [double.NaN, 1], [0, 1])), StringComparison.Ordinal);
        Assert.Contains("'0' candidates", Fault(() => SelectionBias.Correct([], Auc, FitContext.Default)), StringComparison.Ordinal);
        Assert.Equal(1, DeLongTest.Compare([0, 1, 0, 1], 1, [1, 2, 3, 4], [1, 2, 3, 4]).PValue);
        Assert.Equal(1, ModelComparison.Run(own, own, [Accuracy], FitContext.Default)[0].Outcome.PValue);
    }

    private static int[] Labels(ref RandomStream random, int rows)
    {
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextDouble() < 0.4 ? 1 : 0;
        }

        return labels;
    }

    private static double[] Scores(ref RandomStream random, int[] labels, double signal)
    {
        double[] scores = new double[labels.Length];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = (signal * labels[row]) + random.NextGaussian();
        }

        return scores;
    }

    private static Predictions Of(int[] labels, double[] scores)
    {
        var probabilities = new Matrix(labels.Length, 2);
        for (int row = 0; row < labels.Length; row++)
        {
            double positive = 1 / (1 + Math.Exp(0.7 - scores[row]));
            (probabilities[row, 0], probabilities[row, 1]) = (1 - positive, positive);
        }

        return Predictions.OfProbabilities(labels, probabilities, ["no", "yes"]);
    }

    /// <summary>Kolmogorov's distance of p-values from the uniform law, at the level of one in a thousand.</summary>
    private static void AssertUniform(double[] values)
    {
        Array.Sort(values);
        double distance = values.Select((value, i) => Math.Max(Math.Abs(value - (i / (double)values.Length)), Math.Abs(value - ((i + 1) / (double)values.Length)))).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(values.Length));
    }
}
