using Modelyard.Charts;
using Modelyard.Explanation.Dependence;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation.Dependence;

public sealed class DependenceChartTests
{
    private static readonly FeatureSchema Schema = new(new Feature("size"), new Feature("age"), new Feature("level", FeatureKind.Categorical) { Levels = ["a", "b"] }, new Feature("time", FeatureKind.Timestamp));
    private static readonly Func<Matrix, double[]> Function = Surfaces.Of(row => row[0] * (row[1] + row[2]));

    [Fact]
    public void A_number_is_drawn_as_a_line_over_curves_with_its_deciles()
    {
        PartialDependence dependence = PartialDependence.Of(Function, Rows(), ["size"]);
        LineChart chart = Assert.IsType<LineChart>(DependenceCharts.Draw(dependence));
        Assert.Equal(1 + 60, chart.Series.Count);
        Assert.Equal(dependence.Means().ToArray(), chart.Series[0].Y);
        Assert.All(chart.Series.Skip(1), line => Assert.True(line.Muted));
        Assert.Equal(11, chart.Rug.Count);
        LineChart centred = Assert.IsType<LineChart>(DependenceCharts.Draw(dependence, isCentred: true));
        Assert.All(centred.Series, line => Assert.Equal(0, line.Y[0]));

        // The strokes are lines of the picture besides those of the axes.
        Assert.True(Lines(chart) > Lines(chart with { Rug = [] }) + 10);
    }

    [Fact]
    public void Dates_stand_along_an_axis_of_time()
    {
        LineChart chart = Assert.IsType<LineChart>(DependenceCharts.Draw(PartialDependence.Of(Function, Rows(), ["time"])));
        Assert.Equal(("time", AxisFormat.Time), (chart.X.Label, chart.X.Format));
        Assert.Equal(99 * 86_400, chart.Series[0].X[^1] - chart.Series[0].X[0]);
        Assert.Contains(">2024-02<", chart.ToSvg(), StringComparison.Ordinal);
        ContourChart surface = Assert.IsType<ContourChart>(DependenceCharts.Draw(PartialDependence.Of(Function, Rows(), ["time", "size"])));
        Assert.Equal((AxisFormat.Time, AxisFormat.Number), (surface.XAxis.Format, surface.YAxis.Format));
        Assert.Contains("of the prediction on time and size", surface.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Categories_are_bars_and_two_features_a_surface()
    {
        Assert.Equal(["a", "b"], Assert.IsType<BarChart>(DependenceCharts.Draw(PartialDependence.Of(Function, Rows(), ["level"]))).Items.Select(item => item.Label));
        PartialDependence two = PartialDependence.Of(Function, Rows(), ["size", "age"]);
        ContourChart surface = Assert.IsType<ContourChart>(DependenceCharts.Draw(two));
        Assert.Equal(two.Means()[(3 * 20) + 5], surface.Heights[5][3]);
        Assert.True(Texts(surface) > Texts(surface with { WritesLevels = false }) + 2);
        PartialDependence mixed = PartialDependence.Of(Function, Rows(), ["size", "level"]);
        HeatMapChart cells = Assert.IsType<HeatMapChart>(DependenceCharts.Draw(mixed));
        Assert.Equal(["a", "b"], cells.Rows);
        Assert.Equal(Texts(cells) - 2, Texts(cells with { HasScale = false }));
        Assert.Equal(20, cells.Columns.Count);
        Assert.Equal(mixed.Means()[(3 * 2) + 1], cells.Values[1][3]);
    }

    [Fact]
    public void Effects_of_two_features_rise_from_the_bottom_and_are_blank_without_rows()
    {
        var options = new DependenceOptions { Values = new Dictionary<string, IReadOnlyList<double>> { ["x0"] = [0, 1, 2], ["x1"] = [0, 1, 2] } };
        Dataset rows = Surfaces.Grid([0.5, 1.5], [0.5]);
        HeatMapChart chart = Assert.IsType<HeatMapChart>(DependenceCharts.Draw(AccumulatedLocalEffects.Of(Surfaces.Of(row => row[0] * row[1]), rows, ["x0", "x1"], options)));
        Assert.Equal(["to 2", "to 1"], chart.Rows);
        Assert.Equal(("x1", "x0", true), (chart.RowAxis, chart.ColumnAxis, chart.HasScale));
        Assert.Contains("x0 →", chart.ToSvg(ChartTheme.Light), StringComparison.Ordinal);
        Assert.All(chart.Values[0], value => Assert.True(double.IsNaN(value)));
        Assert.All(chart.Values[1], value => Assert.True(double.IsFinite(value)));
        Assert.IsType<LineChart>(DependenceCharts.Draw(AccumulatedLocalEffects.Of(Function, Rows(), ["size"])));
        Assert.IsType<BarChart>(DependenceCharts.Draw(AccumulatedLocalEffects.Of(Function, Rows(), ["level"])));
    }

    [Fact]
    public void Interactions_are_ranked()
    {
        InteractionStrength strength = InteractionStrength.Of(Function, Rows());
        BarChart bars = DependenceCharts.Bars(strength);
        Assert.Equal("size x age", bars.Items[0].Label);
        Assert.Equal(6, bars.Items.Count);
        Assert.Equal(bars.Items[0].Value, DependenceCharts.Draw(strength).Values[0][1]);
    }

    private static int Texts(Chart chart) => chart.ToSvg(ChartTheme.Light).Split("<text").Length;

    private static int Lines(LineChart chart) => chart.ToSvg(ChartTheme.Light).Split("<line").Length;

    private static Dataset Rows()
    {
        Matrix cells = Surfaces.Correlated(100, 4, share: 0);
        for (int row = 0; row < 100; row++)
        {
            cells[row, 2] = row % 2;
            cells[row, 3] = 1_704_067_200 + (86_400.0 * row);
        }

        return Dataset.WithoutTarget(cells, Schema);
    }
}
