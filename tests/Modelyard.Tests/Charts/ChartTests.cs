using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Numerics;

namespace Modelyard.Tests.Charts;

public sealed class ChartTests
{
    private const string Hostile = "<script>alert('x')</script> & \"q\" \u0001\uD800 ]]> --> \u202E";

    public static TheoryData<string> Kinds() => [.. ChartSamples.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_chart_is_well_formed_titled_and_scales(string kind)
    {
        XElement svg = XElement.Parse(ChartSamples.Create(kind, "plain", ChartSamples.Data.Plain).ToSvg());
        Assert.Equal("img", svg.Attribute("role")?.Value);
        Assert.Equal(4, svg.Attribute("viewBox")!.Value.Split(' ').Length);
        Assert.Equal("title", svg.Elements().First().Name.LocalName);
        Assert.NotEmpty(svg.Elements().Single(element => element.Name.LocalName is "desc").Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hostile_label_stays_text(string kind)
    {
        string svg = ChartSamples.Create(kind, Hostile, ChartSamples.Data.Plain).ToSvg();
        XElement parsed = XElement.Parse(svg);
        Assert.DoesNotContain(parsed.DescendantsAndSelf(), element => element.Name.LocalName is "script");
        Assert.DoesNotContain("<script", svg, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', svg);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Data_that_is_empty_or_not_finite_still_draws(string kind)
    {
        foreach (ChartSamples.Data data in new[] { ChartSamples.Data.Empty, ChartSamples.Data.NotFinite, ChartSamples.Data.Constant, ChartSamples.Data.Huge })
        {
            string svg = ChartSamples.Create(kind, "x", data).ToSvg();
            XElement parsed = XElement.Parse(svg);
            IEnumerable<XAttribute> numbers = parsed.DescendantsAndSelf().Attributes()
                .Where(attribute => attribute.Name.LocalName is "x" or "y" or "cx" or "cy" or "x1" or "x2" or "y1" or "y2" or "width" or "height" or "d");
            Assert.All(numbers, attribute => Assert.False(attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞', StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("<b>y</b>", 5.551)]
    [InlineData("a+b=c", 3.473)]
    [InlineData("−12.5", 3.065)]
    public void Signs_are_given_the_room_that_a_wide_font_takes(string text, double ems)
    {
        // The advance widths of DejaVu Sans.
        Assert.InRange(Modelyard.Charts.Drawing.TextMeasure.Width(text, 1), 0.97 * ems, 1.15 * ems);
    }

    [Theory]
    [InlineData("rate_marriage", 7.939)]
    [InlineData("logpopul", 4.919)]
    [InlineData("flipper_length_mm", 10.446)]
    [InlineData("PERMINTE_AVSAL", 9.935)]
    [InlineData("Weekly minimum", 9.703)]
    [InlineData("−7.557", 4.001)]
    public void Bold_letters_are_given_the_room_that_a_wide_font_takes(string text, double ems)
    {
        // The advance widths of DejaVu Sans Bold.
        Assert.InRange(Modelyard.Charts.Drawing.TextMeasure.Width(text, 1, bold: true), 0.99 * ems, 1.15 * ems);
        var chart = new BarChart { Title = "t", Items = [new BarItem(text, 1, IsHighlighted: true)] };
        XElement label = XElement.Parse(chart.ToSvg()).Descendants().First(element => element.Name.LocalName is "text" && element.Value == text);
        Assert.InRange(double.Parse(label.Attribute("x")!.Value) - (ems * 12), -1, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Marks_and_labels_stay_inside_the_picture(string kind)
    {
        XElement svg = XElement.Parse(ChartSamples.Create(kind, "a label that is much longer than any chart has room for in its margin", ChartSamples.Data.Plain).ToSvg());
        double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse)];
        foreach (XElement text in svg.Descendants().Where(element => element.Name.LocalName is "text" && element.Attribute("transform") is null))
        {
            double x = double.Parse(text.Attribute("x")!.Value);
            double y = double.Parse(text.Attribute("y")!.Value);
            string shown = string.Concat(text.Nodes().OfType<XText>().Select(node => node.Value));
            double size = double.Parse(text.Attribute("font-size")?.Value ?? "12");
            double width = Modelyard.Charts.Drawing.TextMeasure.Width(shown, size, text.Attribute("font-weight") is not null);
            double left = text.Attribute("text-anchor")?.Value switch { "end" => x - width, "middle" => x - (width / 2), _ => x };
            Assert.InRange(left, -1, box[2]);
            Assert.InRange(left + width, 0, box[2] + 1);
            Assert.InRange(y, size * 0.7, box[3]);
        }
    }

    [Fact]
    public void A_long_label_is_cut_and_kept_whole_as_a_title()
    {
        const string Name = "the_ratio_of_outstanding_balance_to_credit_limit_over_the_last_twelve_months";
        XElement svg = XElement.Parse(new BarChart { Title = "t", Items = [new BarItem(Name, 1)] }.ToSvg());
        XElement text = svg.Descendants().First(element => element.Name.LocalName is "text" && element.Value.Contains('…', StringComparison.Ordinal));
        Assert.Equal(Name, text.Elements().Single().Value);
    }

    [Fact]
    public void A_label_that_fits_in_three_lines_stands_whole_and_the_widest_is_not_cut()
    {
        string[] labels = ["(missing)", "Torgersen Island, west of the archipelago", "highest_level_of_education_completed"];
        foreach (string label in labels)
        {
            XElement svg = XElement.Parse(new BarChart { Title = "t", Items = [new BarItem("a", 1), new BarItem(label, 0.5)], ValueText = null }.ToSvg());
            string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName is "text" && element.Attribute("text-anchor")?.Value == "end").Select(element => element.Value)];
            Assert.Equal(label.Replace(" ", "", StringComparison.Ordinal), string.Concat(texts[1..]).Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("one two three", 60, "one two|three")]
    [InlineData("some_name_of_a_column", 85, "some_name_|of_a_column")]
    [InlineData("unbreakable", 40, "unbre|akabl|e")]
    [InlineData("GradientBoostingClassifier.RowShare", 150, "GradientBoosting|Classifier.RowShare")]
    [InlineData("", 40, "")]
    public void Texts_are_broken_between_words_and_at_the_marks_of_names(string text, double width, string lines) =>
        Assert.Equal(lines.Split('|'), Modelyard.Charts.Drawing.TextMeasure.Wrap(text, width, 12, 3));

    [Fact]
    public void Bars_are_compared_with_a_line_that_is_named()
    {
        XElement svg = XElement.Parse(new BarChart { Title = "t", Items = [new BarItem("a", 1), new BarItem("b", 0.5)], References = [ReferenceLine.Vertical(0.9, "promised 90 %")] }.ToSvg());
        XElement line = svg.Descendants().Single(element => element.Attribute("stroke-dasharray") is not null);
        Assert.Equal(line.Attribute("x1")!.Value, line.Attribute("x2")!.Value);
        XElement[] bars = [.. svg.Descendants().Where(element => element.Name.LocalName is "rect")];
        double start = double.Parse(bars[0].Attribute("x")!.Value), length = double.Parse(bars[0].Attribute("width")!.Value);
        Assert.Equal(start + (0.9 * length), double.Parse(line.Attribute("x1")!.Value), 0.2);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName is "text" && element.Value == "promised 90 %");
    }

    [Fact]
    public void A_hundred_thousand_points_fit_in_a_small_page()
    {
        var random = new RandomStream(7);
        double[] x = new double[100_000];
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.NextGaussian();
            y[i] = x[i] + (0.3 * random.NextGaussian());
        }

        Assert.InRange(new ScatterChart { Title = "t", X = x, Y = y, ShowsTrend = true }.ToSvg().Length, 1000, 100_000);
        double[] time = [.. Enumerable.Range(0, x.Length).Select(i => (double)i)];
        Assert.InRange(new LineChart { Title = "t", Series = [new LineSeries { X = time, Y = y, Low = y, High = x }] }.ToSvg().Length, 1000, 60_000);
    }

    [Fact]
    public void Thinning_a_line_keeps_its_extremes()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 10_000).Select(i => (i / 100.0, i == 4321 ? 99.0 : i == 8765 ? -99.0 : i % 7))];
        List<(double X, double Y)> thin = Modelyard.Charts.Drawing.LinePath.Thin(points);
        Assert.InRange(thin.Count, 100, 400);
        Assert.Contains((43.21, 99.0), thin);
        Assert.Contains((87.65, -99.0), thin);
    }

    [Fact]
    public void Histogram_bins_hold_every_finite_value_once()
    {
        var random = new RandomStream(3);
        double[] values = new double[5000];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = i % 10 == 0 ? double.NaN : random.NextGaussian() * 1e6;
        }

        HistogramBins bins = HistogramBins.Of(values);
        Assert.Equal(4500, bins.Counts.Sum());
        Assert.InRange(bins.Counts.Count, 5, 42);
        Assert.True(bins.Edges[0] <= values.Where(double.IsFinite).Min() && bins.Edges[^1] >= values.Where(double.IsFinite).Max());
    }

    [Fact]
    public void A_confusion_chart_of_many_classes_gathers_the_small_ones()
    {
        string[] classes = [.. Enumerable.Range(0, 80).Select(i => $"class {i}")];
        long[][] counts = [.. Enumerable.Range(0, 80).Select(i => Enumerable.Range(0, 80).Select(j => i == j ? 100L - i : (i + j) % 9 == 0 ? 1L : 0L).ToArray())];
        string svg = new ConfusionChart { Title = "t", Classes = classes, Counts = counts }.ToSvg();
        Assert.Contains("51 others", svg, StringComparison.Ordinal);
        Assert.InRange(svg.Length, 1000, 250_000);
    }

    [Fact]
    public void The_embedded_theme_takes_its_colours_from_the_page_and_the_light_one_stands_alone()
    {
        Chart chart = ChartSamples.Create("line", "x", ChartSamples.Data.Plain);
        Assert.Contains("var(--chart-1,", chart.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("var(", chart.ToSvg(ChartTheme.Light), StringComparison.Ordinal);
        Assert.Contains("--chart-paper:#161a20;", ChartTheme.Dark.ToCustomProperties(), StringComparison.Ordinal);
    }
}
