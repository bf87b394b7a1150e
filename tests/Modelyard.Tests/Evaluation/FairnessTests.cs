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
