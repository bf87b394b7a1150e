using System.Xml.Linq;
using Modelyard.Reports;

namespace Modelyard.Tests.Reports;

public sealed class HtmlWriterTests
{
    [Fact]
    public void Values_of_an_interpolated_string_are_escaped_and_its_literals_are_not()
    {
        var writer = new HtmlWriter();
        string text = "<b> & \"q\"";
        writer.Write($"<p title=\"{text}\">{text} {1.5} {Markup.Trusted("<i>x</i>")}</p>");
        Assert.Equal("<p title=\"&lt;b&gt; &amp; &quot;q&quot;\">&lt;b&gt; &amp; &quot;q&quot; 1.5 <i>x</i></p>", writer.ToMarkup().Html);
    }

    [Fact]
    public void Characters_that_no_page_may_hold_are_replaced() => Assert.Equal("a\uFFFDb\uFFFDc😀", Markup.Text("a\u0000b\uD800c😀").Html);

    [Fact]
    public void A_name_may_break_after_the_marks_that_part_its_words() =>
        Assert.Equal("data/<wbr/>a_<wbr/>b-<wbr/>c.<wbr/>csv &lt;", Markup.Name("data/a_b-c.csv <").Html);

    [Fact]
    public void Numbers_are_written_alike_in_every_culture()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        System.Globalization.CultureInfo.CurrentCulture = german;
        try
        {
            var writer = new HtmlWriter();
            writer.Write($"{0.25}");
            Assert.Equal("0.25", writer.ToMarkup().Html);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_table_names_its_rows_and_columns_and_fills_short_rows()
    {
        var writer = new HtmlWriter();
        writer.Table(new HtmlTable
        {
            Title = "t",
            Columns = [new HtmlColumn("a"), new HtmlColumn("b", HtmlColumnKind.Number)],
            Rows = [[Markup.Text("x"), Markup.Text("1")], [Markup.Text("y")]],
            HighlightedRow = 1,
        });
        XElement table = XElement.Parse(writer.ToMarkup().Html).Element("table")!;
        Assert.Equal("col col row row", string.Join(" ", table.Descendants("th").Select(cell => cell.Attribute("scope")!.Value)));
        Assert.Equal(2, table.Descendants("td").Count());
        Assert.Equal("chosen", table.Element("tbody")!.Elements("tr").Last().Attribute("class")!.Value);
        Assert.All(table.Descendants("td"), cell => Assert.Equal("number", cell.Attribute("class")!.Value));
    }

    [Fact]
    public void A_command_keeps_its_lines()
    {
        var writer = new HtmlWriter();
        writer.Command("Ask it", "curl a \\\r\n  -d <b>");
        Assert.Contains("<code>curl a \\\n  -d &lt;b&gt;</code>", writer.ToMarkup().Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_lists_its_sections()
    {
        string html = new HtmlPage
        {
            Title = "t",
            Body = writer =>
            {
                foreach (string id in new[] { "one", "two", "three" })
                {
                    writer.Section(id, "Part " + id, "", section => section.Paragraph("x"));
                }
            },
        }.ToHtml();
        Assert.Contains("<a href=\"#two\">Part two</a>", html, StringComparison.Ordinal);
    }
}
