using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Monitoring;
using Modelyard.Numerics;
using Modelyard.Selection;
using Modelyard.Tests.Metrics;

namespace Modelyard.Tests.Monitoring;

public sealed class PerformanceTallyTests
{
    private static readonly FitContext Context = ShiftedClasses.Context;

    public static TheoryData<string> Classifications => [.. MetricOracle.Names("classification")];

    public static TheoryData<string> Regressions => [.. MetricOracle.Names("regression")];

    [Theory]
    [MemberData(nameof(Classifications))]
    public void Scores_of_classes_are_those_of_the_metrics_of_the_same_names(string name) => Compare(MetricOracle.Find("classification", name).Predictions());

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Scores_of_numbers_are_those_of_the_metrics_of_the_same_names(string name) => Compare(MetricOracle.Find("regression", name).Predictions());

    [Fact]
    public void Errors_are_those_of_DeLong_and_near_those_of_a_bootstrap()
    {
        Predictions predictions = Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(600, 1));
        double[] positive = new double[600];
        predictions.Probabilities!.CopyColumnTo(1, positive);

        IReadOnlyList<RealisedMetric> scores = PerformanceTally.Of(predictions).Score();

        ScoreInterval area = scores.First(one => one.Metric.Name == "roc-auc").Interval, expected = DeLongTest.Interval(predictions.Labels, 1, positive);
        Assert.Equal(expected.StandardError, area.StandardError, 1e-12);
        Assert.Equal(expected.Low, area.Low, 1e-12);
        Assert.Equal(expected.High, area.High, 1e-12);
        foreach (string name in new[] { "f1", "balanced-accuracy", "mcc", "kappa", "log-loss", "brier", "precision", "specificity", "average-precision" })
        {
            RealisedMetric one = scores.First(score => score.Metric.Name == name);
            ScoreInterval drawn = Bootstrap.Interval(one.Metric, predictions, Context, 1000);
            Assert.Equal(drawn.StandardError, one.Interval.StandardError, 0.15 * drawn.StandardError);
        }
    }

    [Fact]
    public void Errors_of_numbers_are_near_those_of_a_bootstrap()
    {
        Predictions predictions = Predictions.Of(ShiftedNumbers.Model, ShiftedNumbers.Rows(600, 2));

        Assert.All(PerformanceTally.Of(predictions).Score().Where(one => one.Metric.Name is "rmse" or "mae" or "mape" or "msle" or "bias"), one =>
        {
            ScoreInterval drawn = Bootstrap.Interval(one.Metric, predictions, Context, 1000);
            Assert.Equal(drawn.StandardError, one.Interval.StandardError, 0.1 * drawn.StandardError);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tallies_of_parts_make_that_of_the_whole_in_whatever_order(bool isOfClasses)
    {
        Predictions Part(ulong seed, int rows) => isOfClasses ? Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(rows, seed)) : Predictions.Of(ShiftedNumbers.Model, ShiftedNumbers.Rows(rows, seed));
        Predictions[] parts = [Part(3, 40), Part(4, 1), Part(5, 70)];
        PerformanceTally whole = PerformanceTally.Of(parts[0]), backwards = whole.Empty();
        whole.Add(parts[1]);
        whole.Add(parts[2]);
        foreach (Predictions part in parts.Reverse())
        {
            backwards.Merge(PerformanceTally.Of(part));
        }

        Assert.Equal(111, backwards.Rows);
        Assert.All(whole.Score().Zip(backwards.Score()), pair =>
        {
            Assert.Equal(pair.First.Interval.Value, pair.Second.Interval.Value, 1e-10);
            Assert.Equal(pair.First.Interval.Low, pair.Second.Interval.Low, 1e-10);
        });
    }

    [Fact]
    public void Areas_of_many_scores_are_off_by_no_more_than_is_told()
    {
        const int Rows = 20_000;
        (Matrix chances, int[] labels) = ShiftedClasses.Calibrated(Rows, 6, 2);
        Predictions predictions = Predictions.OfProbabilities(labels, chances, ShiftedClasses.Two);
        PerformanceTally cut = PerformanceTally.Of(predictions);

        RealisedMetric area = cut.Score().First(one => one.Metric.Name == "roc-auc");

        double exact = area.Metric.Score(predictions);
        Assert.InRange(area.Error, 1e-9, 1e-3);
        Assert.InRange(Math.Abs(area.Interval.Value - exact), 0, area.Error);
        PerformanceTally few = cut.Empty();
        few.Add(predictions, [.. Enumerable.Range(0, 100)]);
        PerformanceTally rest = cut.Empty();
        rest.Add(predictions, [.. Enumerable.Range(100, Rows - 100)]);
        few.Merge(rest);
        Assert.Equal(area.Interval.Value, few.Score().First(one => one.Metric.Name == "roc-auc").Interval.Value);
    }

    [Fact]
    public void A_change_is_told_from_chance()
    {
        PerformanceTally reference = PerformanceTally.Of(Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(2000, 7)));
        PerformanceTally same = PerformanceTally.Of(Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(500, 8))), drifted = PerformanceTally.Of(Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(500, 9, drift: true)));

        Assert.All(same.CompareWith(reference), change => Assert.False(change.AdjustedPValue < 0.01));
        MetricChange accuracy = drifted.CompareWith(reference).First(change => change.Now.Metric.Name == "accuracy");
        Assert.True(accuracy.AdjustedPValue < 1e-6);
        Assert.True(accuracy.Difference < -0.1);
    }

    [Fact]
    public void A_slice_in_which_the_model_errs_is_found_and_one_without_effect_is_not()
    {
        Dataset good = ShiftedClasses.Rows(1500, 10), bad = ShiftedClasses.Rows(500, 11, drift: true);
        var slices = new SlicedPerformance(PerformanceTally.ForClasses(ShiftedClasses.Two));
        void Add(Dataset rows, string contract) => slices.Add(Predictions.Of(ShiftedClasses.Model, rows), new Dictionary<string, IReadOnlyList<string?>>
        {
            ["contract"] = [.. Enumerable.Repeat(contract, rows.RowCount)],
            ["coin"] = [.. Enumerable.Range(0, rows.RowCount).Select(row => row % 2 == 0 ? "heads" : null)],
        });
        Add(good, "year");
        Add(bad, "month");

        SliceLoss found = Assert.Single(slices.FindWorse());

        Assert.Equal("contract=month", found.Slice);
        Assert.Equal(500, found.Rows);
        double[] losses = new double[500];
        Predictions own = Predictions.Of(ShiftedClasses.Model, bad);
        ProbabilityScores.LogLosses(own.Labels, own.Probabilities!, losses);
        Assert.Equal(losses.Average(), found.Loss, 1e-12);
        Assert.Equal(["coin=heads", "coin=missing", "contract=month", "contract=year"], slices.Slices.Keys);
        Assert.Empty(slices.FindWorse(leastEffect: 10));
        var more = new SlicedPerformance(slices.All);
        more.Merge(slices);
        Assert.Equal(found, Assert.Single(more.FindWorse()));
    }

    [Fact]
    public void What_does_not_suit_a_tally_is_refused()
    {
        Predictions classes = Predictions.Of(ShiftedClasses.Model, ShiftedClasses.Rows(10, 12)), numbers = Predictions.OfNumbers([1], [2]);
        PerformanceTally tally = PerformanceTally.Of(classes);

        Refused("are of other ones", () => tally.Add(numbers));
        Refused("the tally is of numbers", () => PerformanceTally.ForNumbers().Add(classes));
        Refused("have weights", () => tally.Add(classes.WithWeights(new double[10])));
        Refused("only those of one model", () => tally.Merge(PerformanceTally.ForNumbers()));
        Refused("only those of one model", () => PerformanceTally.ForNumbers().CompareWith(tally));
        Refused("The confidence is '0'", () => tally.Score(0));
        Refused("'2' levels and there are '10' predictions", () => new SlicedPerformance(tally).Add(classes, new Dictionary<string, IReadOnlyList<string?>> { ["plan"] = ["a", "b"] }));
        Refused("The level is '0'", () => new SlicedPerformance(tally).FindWorse(level: 0));
    }

    private static void Compare(Predictions weighted)
    {
        Predictions predictions = weighted.WithWeights(null);
        IReadOnlyList<RealisedMetric> scores = PerformanceTally.Of(predictions).Score();

        Assert.All(scores.Where(one => one.Metric.Name != "bias"), one =>
        {
            double expected = one.Metric.Score(predictions);
            Assert.Equal(expected, one.Interval.Value, double.IsNaN(expected) ? 0 : 1e-10 * Math.Max(1, Math.Abs(expected)));
            Assert.False(one.Interval.Low > expected + 1e-12 || one.Interval.High < expected - 1e-12);
            Assert.False(one.Error > 0);
        });
    }

    private static void Refused(string expected, Action action) => Assert.Contains(expected, Assert.Throws<ModelyardException>(action).Message, StringComparison.Ordinal);
}
