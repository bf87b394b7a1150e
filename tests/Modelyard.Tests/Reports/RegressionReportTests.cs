using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Inference;
using Modelyard.Reports;
using Modelyard.Tests.Inference;

namespace Modelyard.Tests.Reports;

public sealed class RegressionReportTests
{
    [Fact]
    public void A_logistic_regression_is_told_in_odds()
    {
        RegressionFit fit = new GlmRegression { Family = RegressionFamily.Binomial }.Fit(Penguins("sex"));
        XElement page = Page(fit);
        Assert.Contains(page.Descendants("p"), text => text.Value.StartsWith("What the log-odds of 'male' change by", StringComparison.Ordinal));
        XElement table = page.Descendants("table").Single(one => one.Element("caption")!.Value == "Odds ratios");
        Assert.Equal(["", "odds ratio", "95 % low", "high", "P>|z|"], table.Descendants("th").Take(5).Select(head => head.Value));
        Assert.Equal(fit.Coefficients.Count, table.Element("tbody")!.Elements().Count());
        Assert.Equal(SummaryNumber.Text(fit.Ratios()[1].High), table.Element("tbody")!.Elements().ElementAt(1).Elements("td").ElementAt(2).Value);
    }

    [Fact]
    public void A_linear_regression_has_no_ratios_and_residual_charts_of_one_size()
    {
        XElement page = Page(new OlsRegression().Fit(Penguins("body_mass_g")));
        Assert.DoesNotContain("ratio", page.Value, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(page.Descendants("p"), text => text.Value == "What 'body_mass_g' changes by where a column rises by 1 and the others stay.");
        XElement[] figures = [.. page.Descendants("section").Single(section => section.Attribute("id")!.Value == "residuals").Descendants("figure")];
        Assert.Equal(3, figures.Length);
        Assert.All(figures, figure => Assert.Null(figure.Attribute("class")));
    }

    [Fact]
    public void Influential_rows_stand_in_a_table_with_what_they_move()
    {
        var fit = (LinearFit)new OlsRegression().Fit(Penguins("body_mass_g"));
        XElement table = Page(fit).Descendants("table").Single(one => one.Element("caption")!.Value == "The most influential rows");
        Assert.Equal(fit.Influence().Summary(10).Rows.Select(row => string.Join('|', row)), table.Element("tbody")!.Elements().Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))));
    }

    [Fact]
    public void A_summary_is_written_with_its_title_and_notes_and_words_may_break_into_lines()
    {
        var writer = new HtmlWriter();
        SummaryMarkup.Write(writer, new SummaryTable { Title = "a < b", Headers = ["n", "what"], Rows = [["1", "x & y"]], WordColumns = [1], Notes = ["One.", "Two."] });
        XElement part = XElement.Parse($"<main>{writer.ToMarkup().Html}</main>");
        Assert.Equal("a < b", part.Element("h3")!.Value);
        Assert.Equal(["One.", "Two."], part.Elements("p").Select(note => note.Value));
        Assert.Equal(["number", "prose"], part.Descendants("tbody").Single().Descendants().Where(cell => cell.Name.LocalName is "th" or "td").Select(cell => cell.Attribute("class")!.Value));
    }

    private static RegressionData Penguins(string target) => RegressionData.Of(InferenceOracle.Table("penguins"), new RegressionColumns { Target = target, Features = ["bill_length_mm", "flipper_length_mm"] });

    private static XElement Page(RegressionFit fit)
    {
        string html = RegressionReport.Render(fit).Replace(" xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal);
        return XElement.Parse(html[html.IndexOf("<body", StringComparison.Ordinal)..(html.IndexOf("</body>", StringComparison.Ordinal) + 7)]);
    }
}
