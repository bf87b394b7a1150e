using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Charts.Drawing;

namespace Modelyard.Tests.Charts;

/// <summary>Holds labels in a plot to what they must not do: cover each other.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 20)]
    [InlineData(3, 17)]
    public void The_label_of_the_best_point_covers_no_height_of_a_line(int row, int column)
    {
        double[] grid = [.. Enumerable.Range(0, 21).Select(i => (double)i)];
        double[][] heights = [.. grid.Select(y => grid.Select(x => 1 - (((x - column) * (x - column)) + ((y - row) * (y - row)))).ToArray())];
        var chart = new ContourChart { Title = "t", X = grid, Y = grid, Heights = heights, HighIsDark = true, WritesLevels = true, Points = [new ChartPoint(column, row, "best: 0.9942")] };
        string[] labels = Apart(chart);
        Assert.Contains("best: 0.9942", labels);
        Assert.True(labels.Length > 4);
    }

    [Fact]
    public void Labels_of_points_and_lines_that_meet_stand_apart()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var chart = new LineChart
        {
            Title = "t",
            X = new Axis { Minimum = 0, Maximum = 1 },
            Y = new Axis { Minimum = 0, Maximum = 1 },
            Series = [new LineSeries { X = x, Y = Array.ConvertAll(x, Math.Sqrt) }],
            References = [ReferenceLine.Diagonal("at random"), ReferenceLine.Level(0.7, "promised 70 %"), ReferenceLine.Vertical(0.5, "threshold"), ReferenceLine.Vertical(0.51, "chosen before")],
            Points = [new ChartPoint(0.5, 0.7, "threshold in use"), new ChartPoint(0.51, 0.71, "most"), new ChartPoint(0.52, 0.7, "least cost")],
        };
        string[] labels = Apart(chart);
        Assert.All(["at random", "promised 70 %", "threshold", "chosen before", "threshold in use", "most", "least cost"], label => Assert.Contains(label, labels));
    }

    [Fact]
    public void The_label_of_a_maximum_stands_off_the_line_that_falls_from_it()
    {
        double[] x = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var chart = new LineChart { Title = "t", Series = [new LineSeries { X = x, Y = Array.ConvertAll(x, at => 1 - ((at - 0.4) * (at - 0.4))) }], Y = new Axis { Minimum = 0, Maximum = 1.5 }, Points = [new ChartPoint(0.4, 1, "most")] };
        XElement svg = XElement.Parse(chart.ToSvg(ChartTheme.Light));
        XElement label = svg.Descendants().Single(element => element.Name.LocalName is "text" && element.Value == "most"), point = svg.Descendants().Single(element => element.Name.LocalName is "circle");
        Assert.True(double.Parse(label.Attribute("y")!.Value) < double.Parse(point.Attribute("cy")!.Value));
    }

    [Fact]
    public void More_series_than_colours_are_told_apart_by_their_strokes()
    {
        var chart = new LineChart { Title = "t", Series = [.. Enumerable.Range(0, 18).Select(i => new LineSeries { Name = $"s{i}", X = [0, 1], Y = [0, i] })] };
        XElement[] paths = [.. XElement.Parse(chart.ToSvg(ChartTheme.Light)).Descendants().Where(element => element.Name.LocalName is "path")];
        Assert.Equal(18, paths.Select(path => (path.Attribute("stroke")!.Value, path.Attribute("stroke-dasharray")?.Value)).Distinct().Count());
    }

    [Fact]
    public void Shades_of_cells_have_a_key_whose_ends_are_named()
    {
        string[] names = ["a", "b"];
        string[] Texts(Chart chart) => [.. XElement.Parse(chart.ToSvg(ChartTheme.Light)).Descendants().Where(element => element.Name.LocalName is "text").Select(element => element.Value)];
        Assert.Equal(["−1", "1"], Texts(new HeatMapChart { Title = "t", Rows = names, Columns = names, Values = [[1, -0.5], [-0.5, 1]], FullAt = 1 })[^2..]);
        Assert.Equal(["0.2", "0.8"], Texts(new HeatMapChart { Title = "t", Rows = names, Columns = names, Values = [[0.2, 0.3], [0.8, 0.5]], Strength = value => 1 - value })[^2..]);
        Assert.Equal(["right 0", "100 %", "wrong 0", "20 %"], Texts(new ConfusionChart { Title = "t", Classes = names, Counts = [[8, 2], [1, 9]] })[^4..]);
        Assert.Equal(["right 0", "100 %"], Texts(new ConfusionChart { Title = "t", Classes = names, Counts = [[8, 0], [0, 9]] })[^2..]);
    }

    /// <summary>Lists the labels with a halo, none of which may cover another.</summary>
    private static string[] Apart(Chart chart)
    {
        (string Text, double Left, double Right, double Top, double Bottom)[] labels = [.. XElement.Parse(chart.ToSvg(ChartTheme.Light)).Descendants()
            .Where(element => element.Name.LocalName is "text" && element.Attribute("paint-order") is not null)
            .Select(element =>
            {
                string text = string.Concat(element.Nodes().OfType<XText>().Select(node => node.Value));
                double x = double.Parse(element.Attribute("x")!.Value), y = double.Parse(element.Attribute("y")!.Value), size = double.Parse(element.Attribute("font-size")!.Value), width = TextMeasure.Width(text, size);
                double left = element.Attribute("text-anchor")?.Value switch { "end" => x - width, "middle" => x - (width / 2), _ => x };
                return (text, left, left + width, y - (0.75 * size), y + (0.2 * size));
            })];
        for (int i = 0; i < labels.Length; i++)
        {
            Assert.DoesNotContain(labels[..i], other => other.Left < labels[i].Right && labels[i].Left < other.Right && other.Top < labels[i].Bottom && labels[i].Top < other.Bottom);
        }

        return [.. labels.Select(label => label.Text)];
    }
}
