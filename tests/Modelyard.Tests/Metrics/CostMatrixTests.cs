using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Tests.Metrics;

public sealed class CostMatrixTests
{
    private static readonly string[] Classes = ["No", "Yes"];

    [Fact]
    public void Costs_are_read_decided_by_and_added_up()
    {
        var costs = CostMatrix.Parse("Yes:No=100, No:Yes=25", Classes);
        Assert.Equal(0.2, costs.Threshold!.Value, 1e-12);
        Assert.Equal(0, costs.Decide([0.81, 0.19]));
        Assert.Equal(1, costs.Decide([0.79, 0.21]));
        Assert.Equal((2 * 25) + 100, costs.Total(new ConfusionMatrix(new Matrix([10, 2, 1, 7], 2, 2), Classes)));
        Assert.Equal(150 / 20.0, costs.ToMetric().Score(Predictions.OfLabels([.. Rows(10, 0), .. Rows(2, 0), .. Rows(1, 1), .. Rows(7, 1)], [.. Rows(10, 0), .. Rows(2, 1), .. Rows(1, 0), .. Rows(7, 1)], Classes)));
        Assert.Equal(0, costs.ToMetric().Perfect);
        Assert.Null(CostMatrix.Parse("No:Yes=-1", Classes).Threshold);
    }

    [Fact]
    public void The_threshold_of_the_costs_earns_most_where_probabilities_are_true()
    {
        var random = new RandomStream(4);
        const int Count = 40_000;
        int[] labels = new int[Count];
        var probabilities = new Matrix(Count, 2);
        for (int row = 0; row < Count; row++)
        {
            double positive = random.NextDouble();
            (probabilities[row, 0], probabilities[row, 1]) = (1 - positive, positive);
            labels[row] = random.NextDouble() < positive ? 1 : 0;
        }

        var predictions = Predictions.OfProbabilities(labels, probabilities, Classes);
        var costs = CostMatrix.Parse("Yes:No=30, No:Yes=10, Yes:Yes=-5", Classes);
        var curve = ProfitCurve.Of(predictions, costs);
        Assert.Equal(costs.Threshold!.Value, curve.Best.Threshold, 0.03);
        Assert.Equal(curve.Best.Profit, -costs.ToMetric().Score(predictions.WithThreshold(curve.Best.Threshold)), 1e-12);
        Assert.Equal(ThresholdCurve.Of(costs.ToMetric(), predictions, Count).Best().Score, -curve.Best.Profit, 1e-12);
    }

    [Theory]
    [InlineData("", "There are no costs")]
    [InlineData("Yes:No", "must be TRUE:PREDICTED=NUMBER")]
    [InlineData("Yes:Maybe=3", "The classes are No, Yes")]
    [InlineData("Yes:No=x", "must be TRUE:PREDICTED=NUMBER")]
    [InlineData("Yes:No=1, Yes:No=2", "given twice")]
    [InlineData("Yes:No=1e999", "must be finite")]
    public void What_is_no_cost_is_told(string text, string words) =>
        Assert.Contains(words, Assert.Throws<ModelyardException>(() => CostMatrix.Parse(text, Classes)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("`a, b`:c=7, c:`a, b`=2", "a, b", "c")]
    [InlineData("`a, b`:`c, d`=7,`c, d` : `a, b`=2", "a, b", "c, d")]
    [InlineData("`a``, b:c`:x`y=7, x`y:`a``, b:c`=2", "a`, b:c", "x`y")]
    [InlineData("`a`:b=7, b:a=2", "a", "b")]
    public void Labels_may_hold_commas_in_backticks(string text, string first, string second)
    {
        var costs = CostMatrix.Parse(text, [first, second]);
        Assert.Equal(7, costs[0, 1]);
        Assert.Equal(2, costs[1, 0]);
    }

    [Fact]
    public void Of_labels_with_commas_the_error_shows_how_they_are_written() =>
        Assert.Contains("'c:`a, b`=5'. The classes are `a, b`, c.", Assert.Throws<ModelyardException>(() => CostMatrix.Parse("a, b:c=7", ["a, b", "c"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Labels_may_hold_colons()
    {
        var costs = CostMatrix.Parse("a:b:c:d=7", ["a:b", "c:d"]);
        Assert.Equal(7, costs[0, 1]);
    }

    [Fact]
    public void Gain_and_lift_are_those_of_a_count_by_hand()
    {
        // Two of the three most probable rows are positive, of four among eight.
        double[] positive = [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.2, 0.1];
        var probabilities = new Matrix(8, 2);
        for (int row = 0; row < 8; row++)
        {
            (probabilities[row, 0], probabilities[row, 1]) = (1 - positive[row], positive[row]);
        }

        var curve = GainCurve.Of(Predictions.OfProbabilities([1, 0, 1, 1, 1, 0, 0, 0], probabilities, Classes));
        Assert.Equal(0.5, curve.PositiveShare);
        Assert.Equal([0, 0.125, 0.25, 0.375, 0.5, 0.75, 0.875, 1], curve.Points.Select(point => point.Share));
        Assert.Equal([0, 0.25, 0.25, 0.5, 0.75, 1, 1, 1], curve.Points.Select(point => point.Gain));
        Assert.Equal(0.5 / 0.375, curve.Points[3].Lift, 1e-12);
        Assert.Equal(0.875, curve.GainAt(0.625), 1e-12);
        Assert.Equal((0, 1), (curve.GainAt(0), curve.GainAt(1)));
    }

    private static IEnumerable<int> Rows(int count, int label) => Enumerable.Repeat(label, count);
}
