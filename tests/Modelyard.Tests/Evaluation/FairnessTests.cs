using Modelyard.Evaluation;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Evaluation;

public sealed class FairnessTests
{
    private static readonly string[] Classes = ["no", "yes"];

    [Fact]
    public void Rates_and_gaps_are_those_of_a_count_by_hand()
    {
        // Group a: 40 hits, 10 misses, 10 false alarms, 40 rejections; group b: 20, 20, 10, 50.
        (int Label, int Predicted, string Group, int Count)[] cells =
            [(1, 1, "a", 40), (1, 0, "a", 10), (0, 1, "a", 10), (0, 0, "a", 40), (1, 1, "b", 20), (1, 0, "b", 20), (0, 1, "b", 10), (0, 0, "b", 50), (1, 1, "rare", 3)];
        var predictions = Predictions.OfLabels(
            [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Label, cell.Count))], [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Predicted, cell.Count))], Classes);
        string[] groups = [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Group, cell.Count))];
        var report = FairnessReport.Compute(predictions, groups, FitContext.Default, replicates: 400);
        Assert.Equal(["a", "b"], report.Groups.Select(group => group.Group));
        Assert.Equal([0.2, 0.3, 0.2 - (1 / 6.0), 0.8 - (2 / 3.0), 0.1], report.Gaps.Select(gap => Math.Round(gap.Value, 12)).Zip([0.2, 0.3, 0.2 - (1 / 6.0), 0.8 - (2 / 3.0), 0.1], (own, expected) => Math.Abs(own - expected) < 1e-9 ? expected : own));
        Assert.Equal(0.6, report.ParityRatio, 1e-12);
        Assert.Equal(0.3, report.EqualisedOdds, 1e-12);
        Assert.Equal(("b", "a"), (report.Gaps[1].Lowest, report.Gaps[1].Highest));
        Assert.All(report.Gaps, gap => Assert.True(gap.Low <= gap.Value + 0.05 && gap.High >= gap.Value - 0.05));
        Assert.InRange(report.Gaps[1].PValue, 0, 0.02);
        Assert.InRange(report.Gaps[2].PValue, 0.3, 1);
    }

    [Fact]
    public void A_p_value_that_no_random_order_reached_is_a_bound()
    {
        // In group a every row is said yes to, in group b none; all are no, so that only some rates differ.
        int[] labels = [.. Enumerable.Range(0, 200).Select(row => row % 2)];
        var report = FairnessReport.Compute(
            Predictions.OfLabels(labels, [.. Enumerable.Range(0, 200).Select(row => row < 100 ? 1 : 0)], Classes), [.. Enumerable.Range(0, 200).Select(row => row < 100 ? "a" : "b")], FitContext.Default, replicates: 99);
        Assert.Equal((0.01, true), (report.Gaps[0].PValue, report.Gaps[0].IsUpperBound));
        Assert.All(report.Gaps, gap => Assert.Equal(gap.PValue < 0.015, gap.IsUpperBound));
        Assert.Contains(report.Gaps, gap => !gap.IsUpperBound);
    }

    [Fact]
    public void Too_few_groups_are_refused_by_what_there_is()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row % 2)];
        string Fault(Func<int, string> group) => Assert.Throws<ModelyardException>(() => FairnessReport.Compute(Predictions.OfLabels(labels, labels, Classes), [.. Enumerable.Range(0, 60).Select(group)], FitContext.Default)).Message;
        Assert.StartsWith("Only the group 'a' has 30 rows or more, and a comparison needs two groups.", Fault(row => row < 50 ? "a" : "b"), StringComparison.Ordinal);
        Assert.StartsWith("No group has 30 rows or more", Fault(row => $"{row}"), StringComparison.Ordinal);
    }

    [Fact]
    public void P_values_are_uniform_where_groups_are_treated_alike()
    {
        double[] values = new double[300];
        for (int i = 0; i < values.Length; i++)
        {
            var random = new RandomStream(2, (ulong)i);
            int[] labels = new int[200], predicted = new int[200];
            string[] groups = new string[200];
            for (int row = 0; row < 200; row++)
            {
                labels[row] = random.NextInt(2);
                predicted[row] = random.NextDouble() < 0.7 ? labels[row] : 1 - labels[row];
                groups[row] = random.NextInt(3) == 0 ? "x" : "y";
            }

            values[i] = FairnessReport.Compute(Predictions.OfLabels(labels, predicted, Classes), groups, new FitContext { Seed = (ulong)i }, replicates: 200).Gaps[0].PValue;
        }

        // The p-values of a test by shuffling are uniform but for ties, which make it careful.
        Assert.InRange(values.Count(value => value <= 0.05) / 300.0, 0.01, 0.09);
        Assert.InRange(values.Average(), 0.45, 0.62);
    }

    [Fact]
    public void Groups_that_are_treated_alike_are_said_to_differ_in_at_most_one_of_twenty_tables()
    {
        const int Tables = 1000;
        int told = 0, without = 0;
        Parallel.For(0, Tables, i =>
        {
            FairnessReport report = Draw(i, ["x", "y", "z"], (_, label, chance) => chance < 0.7 ? label : 1 - label);
            Interlocked.Add(ref told, report.Gaps.Any(gap => gap.IsBeyondChance()) ? 1 : 0);
            Interlocked.Add(ref without, report.Gaps[0].Low > 0 ? 1 : 0);
        });

        // Three standard errors above 5 %: those of a share of 1,000 tables.
        Assert.InRange(told, 0, 71);
        Assert.InRange(without, 0, 71);
    }

    [Fact]
    public void A_group_that_is_treated_worse_is_found_with_an_interval_above_zero()
    {
        FairnessReport report = Draw(1, ["x", "y", "z"], (group, label, chance) => chance < (group == "z" ? 0.35 : 0.9) ? label : 1 - label);
        FairnessGap gap = report.Gaps.Single(one => one.Name == "accuracy equality");
        Assert.Equal(("z", "the groups differ"), (gap.Lowest, gap.Describe()));
        Assert.InRange(gap.Low, 0.2, gap.Value);
        Assert.InRange(gap.High, gap.Value, 0.9);
    }

    [Fact]
    public void Of_more_than_two_classes_right_answers_are_counted_and_other_rates_are_of_the_class_that_is_named()
    {
        // Group a: of 60 rows of class 2, 45 are taken for class 1; group b: all right. Class 0 is right in both.
        (int Label, int Predicted, string Group, int Count)[] cells = [(0, 0, "a", 40), (2, 1, "a", 45), (2, 2, "a", 15), (0, 0, "b", 40), (1, 1, "b", 30), (2, 2, "b", 30)];
        var predictions = Predictions.OfLabels(
            [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Label, cell.Count))], [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Predicted, cell.Count))], ["x", "y", "z"]);
        string[] groups = [.. cells.SelectMany(cell => Enumerable.Repeat(cell.Group, cell.Count))];
        var unnamed = FairnessReport.Compute(predictions, groups, FitContext.Default, replicates: 200);
        FairnessGap accuracy = Assert.Single(unnamed.Gaps);
        Assert.Equal(("accuracy equality", 0.45, "a"), (accuracy.Name, Math.Round(accuracy.Value, 12), accuracy.Lowest));
        Assert.Equal([0.55, 1], unnamed.Groups.Select(group => group.Accuracy));
        Assert.Null(unnamed.Positive);
        Assert.All(unnamed.Groups, group => Assert.Equal(double.NaN, group.SelectionRate));
        Assert.Contains("name the class", unnamed.Summary, StringComparison.Ordinal);

        var named = FairnessReport.Compute(predictions, groups, FitContext.Default, positive: 2, replicates: 200);
        Assert.Equal("z", named.Positive);
        Assert.Equal([0.15, 0.75, 0, 0, 0.45], named.Gaps.Select(gap => Math.Round(gap.Value, 12)));
        Assert.Contains("Positive is 'z'", named.Summary, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FairnessReport.Compute(predictions, groups, FitContext.Default, positive: 3));
    }

    [Theory]
    [InlineData(0.01, 0.02, "the groups differ")]
    [InlineData(-0.01, 0.02, "the groups differ, though these two may by chance")]
    [InlineData(-0.01, 0.2, "no difference beyond chance")]
    [InlineData(0.01, 0.2, "not shown beside the other gaps that were looked at")]
    public void Words_do_not_say_more_than_the_interval(double low, double chance, string expected) =>
        Assert.Equal(expected, new FairnessGap("gap", "", 0.1, low, 0.3, chance, "a", "b") { AdjustedPValue = chance }.Describe());

    private static FairnessReport Draw(int table, string[] names, Func<string, int, double, int> predict)
    {
        const int Rows = 300;
        var random = new RandomStream(9, (ulong)table);
        int[] labels = new int[Rows], predicted = new int[Rows];
        string[] groups = new string[Rows];
        for (int row = 0; row < Rows; row++)
        {
            groups[row] = names[row % names.Length];
            labels[row] = random.NextInt(2);
            predicted[row] = predict(groups[row], labels[row], random.NextDouble());
        }

        return FairnessReport.Compute(Predictions.OfLabels(labels, predicted, Classes), groups, new FitContext { Seed = (ulong)table, Parallelism = 1 }, replicates: 200);
    }

    [Fact]
    public void What_cannot_be_compared_is_told()
    {
        var predictions = Predictions.OfLabels([.. Enumerable.Range(0, 100).Select(row => row % 2)], new int[100], Classes);
        string Fault(IReadOnlyList<string?> groups) => Assert.Throws<ModelyardException>(() => FairnessReport.Compute(predictions, groups, FitContext.Default)).Message;
        Assert.Contains("needs two", Fault([.. Enumerable.Repeat("a", 100)]), StringComparison.Ordinal);
        Assert.Contains("'3' groups", Fault(["a", "b", "c"]), StringComparison.Ordinal);
    }
}
