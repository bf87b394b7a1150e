using Modelyard.Charts;

namespace Modelyard.Tests.Charts;

public sealed class TextChartTests
{
    [Fact]
    public void A_sparkline_rises_with_its_values() => Assert.Equal("▁▂▃▄▅▆▇█", TextChart.Sparkline([1, 2, 3, 4, 5, 6, 7, 8]));

    [Fact]
    public void A_missing_value_leaves_a_blank() => Assert.Equal("▁ █", TextChart.Sparkline([0, double.NaN, 1]));

    [Fact]
    public void A_long_series_is_averaged_to_the_width() => Assert.Equal(20, TextChart.Sparkline([.. Enumerable.Range(0, 1000).Select(i => (double)i)], 20).Length);

    [Fact]
    public void Bars_are_aligned_and_as_long_as_their_values()
    {
        string[] lines = TextChart.Bars([new BarItem("a", 1), new BarItem("longer", 0.5), new BarItem("b", double.NaN)], 40).Split('\n');
        Assert.Equal("a      ██████████████████████████  1.000", lines[0]);
        Assert.Equal("longer █████████████              0.5000", lines[1]);
        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
    }

    [Fact]
    public void A_long_name_is_written_while_it_leaves_room_for_a_bar()
    {
        const string Name = "2017-01-05 < since ≤ 2019-03-18";
        Assert.StartsWith(Name + " █", TextChart.Bars([new BarItem(Name, 1)]), StringComparison.Ordinal);
        Assert.Contains("… █", TextChart.Bars([new BarItem(Name + " and much more of it all", 1)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_cannot_steer_the_terminal() => Assert.DoesNotContain('\u001B', TextChart.Bars([new BarItem("\u001B[2Jx", 1)]));
}
