using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Inference;
using Modelyard.Numerics;
using Modelyard.Probability;
using Modelyard.Tests.Frames;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

/// <summary>Holds the p-values of associations to SciPy, as tests/Oracles/correlation.py wrote them.</summary>
public sealed class CorrelationTests
{
    [Theory]
    [InlineData(CorrelationKind.Pearson)]
    [InlineData(CorrelationKind.Spearman)]
    [InlineData(CorrelationKind.Kendall)]
    [InlineData(CorrelationKind.Cramer)]
    [InlineData(CorrelationKind.Ratio)]
    public void P_values_are_those_of_SciPy(CorrelationKind kind)
    {
        using var oracle = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("correlation")));
        JsonElement[] cases = [.. oracle.RootElement.EnumerateArray().Where(one => Text(one, "method") == kind.ToString())];
        Assert.NotEmpty(cases);
        foreach (JsonElement one in cases)
        {
            double[] x = Numbers(one, "x"), y = Numbers(one, "y");
            var matrix = CorrelationMatrix.Of(Frame.Of(Column("x", x, kind != CorrelationKind.Pearson && kind != CorrelationKind.Spearman && kind != CorrelationKind.Kendall), Column("y", y, kind == CorrelationKind.Cramer)), kind: kind);
            Assert.Equal(one.GetProperty("value").GetDouble(), matrix.Values[0, 1], 1e-12);
            Assert.Equal(one.GetProperty("pValue").GetDouble(), matrix.PValues[0, 1], 1e-10);
        }
    }

    [Fact]
    public void Many_pairs_make_chance_finds_likely_and_p_values_greater()
    {
        var random = new RandomStream(5);
        Column[] columns = [.. Enumerable.Range(0, 6).Select(place => new DoubleColumn($"c{place}", [.. Enumerable.Range(0, 40).Select(_ => random.NextGaussian())])), new DoubleColumn("constant", new double[40])];
        var matrix = CorrelationMatrix.Of(Frame.Of(columns));
        var tested = Enumerable.Range(0, 6).SelectMany(row => Enumerable.Range(0, row).Select(column => (Row: row, Column: column))).ToList();
        IReadOnlyList<double> expected = MultipleTests.BenjaminiHochberg([.. tested.Select(pair => matrix.PValues[pair.Row, pair.Column])]);
        Assert.Equal(expected, tested.Select(pair => matrix.AdjustedPValues[pair.Row, pair.Column]));
        Assert.Equal(expected, tested.Select(pair => matrix.AdjustedPValues[pair.Column, pair.Row]));
        Assert.True(double.IsNaN(matrix.PValues[6, 0]) && double.IsNaN(matrix.AdjustedPValues[0, 6]) && double.IsNaN(matrix.PValues[2, 2]));
        Assert.Contains("(p ", matrix.ToChart().ToSvg(ChartTheme.Light), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_say_the_same_leave_no_chance_and_two_rows_leave_all()
    {
        double[] x = [1, 2, 3, 4];
        var same = CorrelationMatrix.Of(Frame.Of(new DoubleColumn("x", x), new DoubleColumn("y", [2, 4, 6, 8])));
        Assert.Equal((1, 0), (same.Values[0, 1], same.PValues[0, 1]));
        var two = CorrelationMatrix.Of(Frame.Of(new DoubleColumn("x", [1, 2, double.NaN]), new DoubleColumn("y", [3, 1, 5])));
        Assert.Equal((-1, 1), (two.Values[0, 1], two.PValues[0, 1]));
    }

    [Theory]
    [InlineData(0.1, "0.10")]
    [InlineData(1, "1.00")]
    [InlineData(-0.13831, "−0.14")]
    public void Cells_of_the_heat_map_have_two_decimals(double value, string expected)
    {
        var matrix = CorrelationMatrix.Of(Frame.Of(new DoubleColumn("x", [1, 2, 3, 4]), new DoubleColumn("y", [2, 4, 6, 9])));
        Assert.Equal(expected, matrix.ToChart().ValueText!(value));
    }

    private static Column Column(string name, double[] values, bool isCategory) =>
        isCategory ? CategoryColumn.From(name, values.Select(value => $"level {value}")) : new DoubleColumn(name, values);
}
