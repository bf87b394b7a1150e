using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Charts.Drawing;

namespace Modelyard.Tests.Charts;

public sealed class ScatterChartTests
{
    [Fact]
    public void Labels_of_points_lie_over_no_ring_and_no_other_label()
    {
        // Points in a crowd, and in all four corners.
        double[] x = [0, 0, 10, 10, 5, 5.1, 5.2, 5, 5.3, 5.1], y = [0, 10, 0, 10, 5, 5.1, 4.9, 5.2, 5, 5.3];
        ChartPoint[] points = [.. x.Zip(y, (a, b) => (a, b)).Select((point, place) => new ChartPoint(point.a, point.b, $"row {100 + place}")), new ChartPoint(double.NaN, 1, "nowhere")];
        XElement svg = XElement.Parse(new ScatterChart { Title = "t", X = x, Y = y, Points = points }.ToSvg());
        double width = double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[2]);
        (double X, double Y)[] rings = [.. svg.Descendants().Where(element => element.Name.LocalName is "circle" && element.Attribute("fill")?.Value == "none").Select(ring => (Number(ring, "cx"), Number(ring, "cy")))];
        (double Left, double Right, double Foot)[] labels = [.. svg.Descendants().Where(element => element.Name.LocalName is "text" && element.Value.StartsWith("row", StringComparison.Ordinal))
            .Select(label => (Number(label, "x"), Number(label, "x") + TextMeasure.Width(label.Value, Number(label, "font-size")), Number(label, "y")))];
        Assert.Equal(10, rings.Length);
        Assert.InRange(labels.Length, 5, 9);
        Assert.All(labels, label => Assert.True(label.Left >= 0 && label.Right <= width));
        foreach ((double left, double right, double foot) in labels)
        {
            Assert.DoesNotContain(rings, ring => ring.X > left && ring.X < right && ring.Y < foot && ring.Y > foot - 8);
            Assert.Single(labels, other => other.Left < right && left < other.Right && Math.Abs(other.Foot - foot) < 8);
        }
    }

    [Theory]
    [InlineData(17, false)]
    [InlineData(24, true)]
    public void A_trend_is_named_where_it_is_drawn(int count, bool isDrawn)
    {
        double[] x = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        string svg = new ScatterChart { Title = "t", X = x, Y = x, ShowsTrend = true }.ToSvg();
        Assert.Equal(isDrawn, svg.Contains("median", StringComparison.Ordinal));
        Assert.Equal(isDrawn, svg.Contains("<path", StringComparison.Ordinal));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value);
}
