using System.Text;
using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Charts.Drawing;
using Modelyard.Reports;

namespace Modelyard.Tests.Charts;

public sealed class HeatMapTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(22)]
    [InlineData(60)]
    public void Numbers_fit_into_their_cells_or_are_left_out(int columns)
    {
        XElement svg = XElement.Parse(Chart([.. Enumerable.Range(0, columns).Select(i => $"c{i}")]).ToSvg());
        double cell = svg.Descendants().Where(element => element.Name.LocalName is "rect").Min(rectangle => double.Parse(rectangle.Attribute("width")!.Value));
        XElement[] numbers = [.. svg.Descendants().Where(element => element.Name.LocalName is "text" && element.Value.Contains('.', StringComparison.Ordinal))];
        Assert.Equal(columns < 30 ? columns * columns : 0, numbers.Length);
        Assert.All(numbers, number => Assert.InRange(TextMeasure.Width(number.Value, double.Parse(number.Attribute("font-size")!.Value)), 1, cell));
        Assert.True(numbers.Select(number => number.Attribute("font-size")!.Value).Distinct().Count() <= 1);
    }

    [Fact]
    public void Names_that_are_cut_stay_different()
    {
        string[] names = ["PERMINTE_AVYRSEXP_AVSAL_AND_MORE", "PERMINTE_AVYRSEXP_AVSAL_AND_LESS", "PERMINTE_AVYRSEXP_SALARY_AND_MORE", "short"];
        XElement svg = XElement.Parse(Chart(names).ToSvg());
        string[] shown = [.. svg.Descendants().Where(element => element.Name.LocalName is "text").Select(text => string.Concat(text.Nodes().OfType<XText>().Select(node => node.Value))).Where(text => text.Any(char.IsLetter))];
        Assert.Equal(8, shown.Length);
        Assert.Equal(4, shown[..4].Distinct().Count());
        Assert.Equal(4, shown[4..].Distinct().Count());
        Assert.Contains(shown, text => text.Contains('…', StringComparison.Ordinal));
        Assert.All(names[..3], name => Assert.Contains(svg.Descendants(), element => element.Name.LocalName is "title" && element.Value == name));
    }

    [Fact]
    public void Shortened_names_keep_to_the_width_unless_that_makes_them_alike()
    {
        string[] names = [.. Enumerable.Range(0, 30).Select(i => new string('x', 20) + "😀😀" + new string('y', i % 7) + i), "x", "x"];
        string[] shown = TextMeasure.Shorten(names, 60, 11);
        Assert.Equal(31, shown.Distinct().Count());
        Assert.Equal(["x", "x"], shown[^2..]);
        Assert.All(shown, text => Assert.DoesNotContain(Rune.ReplacementChar, text.EnumerateRunes()));
        Assert.All(TextMeasure.Shorten(["a name that is long", "another name that is long"], 60, 11), text => Assert.InRange(TextMeasure.Width(text, 11), 1, 60));
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(22, true)]
    public void A_drawing_that_would_be_unreadable_takes_the_whole_width_of_a_page(int columns, bool isWide)
    {
        var writer = new HtmlWriter();
        writer.Figure(Chart([.. Enumerable.Range(0, columns).Select(i => $"c{i}")]));
        Assert.StartsWith(isWide ? "<figure class=\"wide\">" : "<figure>", writer.ToMarkup().Html, StringComparison.Ordinal);
    }

    private static HeatMapChart Chart(string[] names) => new()
    {
        Title = "t",
        Rows = names,
        Columns = names,
        Values = [.. names.Select((_, i) => (IReadOnlyList<double>)[.. names.Select((_, j) => Math.Cos((3 * i) + j))])],
        ValueText = value => NumberText.Fixed(value, 2),
        HasScale = false,
    };
}
