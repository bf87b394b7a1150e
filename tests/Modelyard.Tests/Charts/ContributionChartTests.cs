using System.Globalization;
using System.Xml.Linq;
using Modelyard.Charts;

namespace Modelyard.Tests.Charts;

public sealed class ContributionChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_step_of_a_waterfall_starts_where_the_one_before_ended()
    {
        var chart = new WaterfallChart { Title = "steps", Start = 1, Items = [new("up", 4), new("down", -2), new("up again", 1)] };
        XElement drawing = XElement.Parse(chart.ToSvg(ChartTheme.Light));
        (double Left, double Right)[] bars = [.. drawing.Descendants(Svg + "rect").Where(one => one.Elements(Svg + "title").Any()).Select(one => (Number(one, "x"), Number(one, "x") + Number(one, "width")))];
        Assert.Equal(3, bars.Length);
        Assert.Equal(bars[0].Right, bars[1].Right, 0.2);
        Assert.Equal(bars[1].Left, bars[2].Left, 0.2);

        // Four units to two units to one unit.
        Assert.Equal(2, (bars[0].Right - bars[0].Left) / (bars[1].Right - bars[1].Left), 0.05);
        Assert.Equal(4, (bars[0].Right - bars[0].Left) / (bars[2].Right - bars[2].Left), 0.1);
        Assert.Contains("up +4.000; down −2.000; up again +1.000; end 4.000.", drawing.Descendants(Svg + "desc").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_beeswarm_has_a_dot_for_each_value_and_none_leaves_its_row()
    {
        double[] values = [.. Enumerable.Repeat(0.5, 200), -1, 2, double.NaN], shades = [.. Enumerable.Range(0, 203).Select(i => i / 202.0)];
        var chart = new BeeswarmChart { Title = "dots", Items = [new("crowd", values, shades), new("few", [0.1, 0.2], [])] };
        XElement drawing = XElement.Parse(chart.ToSvg(ChartTheme.Light));
        XElement[] dots = [.. drawing.Descendants(Svg + "circle")];
        Assert.Equal(204, dots.Length);
        double[] heights = [.. dots.Select(dot => Number(dot, "cy")).Order()];
        Assert.InRange(heights[^3] - heights[0], 5, 31);
    }

    [Fact]
    public void A_beeswarm_says_what_grey_dots_are_where_it_has_some()
    {
        BeeswarmChart Of(double shade) => new() { Title = "dots", Items = [new("one", [0.1, 0.2], [0.5, shade])], UnshadedLabel = "no order" };
        Assert.Contains("no order", Of(double.NaN).ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("no order", Of(0.1).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_forces_stand_below_their_pieces_and_never_on_each_other()
    {
        var chart = new ForceChart { Title = "forces", Start = 1, Items = [.. Enumerable.Range(1, 12).Select(i => new WaterfallItem($"column_{i} = value {i}", i % 3 == 0 ? -i : i))] };
        XElement drawing = XElement.Parse(chart.ToSvg(ChartTheme.Light));
        (double Left, double Right, double Baseline)[] names = [.. drawing.Descendants(Svg + "text").Where(text => text.Value.StartsWith("column_", StringComparison.Ordinal))
            .Select(text => (Number(text, "x"), Number(text, "x") + Modelyard.Charts.Drawing.TextMeasure.Width(text.Value, ChartTheme.Light.SmallSize), Number(text, "y")))];
        Assert.InRange(names.Length, 5, 12);
        for (int i = 0; i < names.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(names[i].Baseline != names[j].Baseline || names[i].Right < names[j].Left || names[j].Right < names[i].Left);
            }
        }
    }

    [Fact]
    public void Without_data_both_say_so_or_show_the_ends()
    {
        Assert.Contains("No data", new BeeswarmChart { Title = "none" }.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("start", new WaterfallChart { Title = "none", Start = 3 }.ToSvg(), StringComparison.Ordinal);
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
