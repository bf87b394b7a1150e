using System.Xml.Linq;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Reports;
using Modelyard.Reports.Content;
using Modelyard.Selection;

namespace Modelyard.Tests.Reports;

public sealed class ComparisonReportTests
{
    private static readonly IMetric s_area = MetricCatalogue.Find("roc-auc", TaskKind.Classification);
    private static readonly IMetric s_loss = MetricCatalogue.Find("log-loss", TaskKind.Classification);

    [Fact]
    public void The_verdict_comes_first_and_says_by_what_which_model_is_better()
    {
        Assert.Equal("new is better by ROC AUC and log loss.", Answer(Found(s_area, 0.1, 0.001), Found(s_loss, -0.1, 0.002)));
        Assert.Equal("old is better by ROC AUC. By log loss no difference is shown that chance would not make.", Answer(Found(s_area, -0.1, 0.001), Found(s_loss, -0.1, 0.2)));
        Assert.Equal("Neither is better throughout. new is better by ROC AUC, old by log loss.", Answer(Found(s_area, 0.1, 0.001), Found(s_loss, 0.1, 0.002)));
        Assert.Equal("No difference is shown between old and new. That is not to say that they are alike: more rows may show one.", Answer(Found(s_area, 0.1, 0.3)));
    }

    [Fact]
    public void What_is_not_defined_is_no_draw()
    {
        Assert.Equal("These rows cannot tell the models apart. ROC AUC is not defined on these rows.", Answer(Found(s_area, double.NaN, double.NaN)));
        Assert.Equal("new is better by log loss. ROC AUC is not defined on these rows.", Answer(Found(s_area, double.NaN, double.NaN), Found(s_loss, -0.1, 0.002)));
        string page = Page(null, Found(s_area, double.NaN, double.NaN), Found(s_loss, -0.1, 0.002));
        Assert.Equal(1, Parse(page).Descendants().Count(element => element.Name.LocalName is "figure"));
    }

    [Fact]
    public void Differences_stand_with_intervals_both_p_values_and_their_tests()
    {
        XElement page = Parse(Page(null, Found(s_area, 0.1, 0.001), Found(s_loss, -0.05, 0.2)));
        string[] cells = [.. page.Descendants().First(element => element.Name.LocalName is "tbody").Descendants().Where(element => element.Name.LocalName is "td" or "th").Select(element => element.Value)];
        Assert.Equal(["ROC AUC", "+0.1000", "+0.0500 to +0.1500", "0.0005", "0.0010", "new is better.", "Log loss", "−0.0500", "−0.1000 to 0", "0.1000", "0.2000", "no difference that chance would not make."], cells);
        Assert.Contains("DeLong", page.Value, StringComparison.Ordinal);
        Assert.Contains("Holm", page.Value, StringComparison.Ordinal);
        Assert.Contains("500 bootstrap replicates", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_margin_is_told_where_one_was_given()
    {
        Assert.Contains("new is no worse by more than 0.01 by ROC AUC; by the others that is not shown.", Parse(Page(0.01, Found(s_area, 0.1, 0.001), Found(s_loss, 0, 0.9) with { NoWorsePValue = 0.4 })).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("no worse", Parse(Page(null, Found(s_area, 0.1, 0.001))).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string Hostile = "<script>alert(1)</script>\"' &";
        XElement page = Parse(ComparisonReport.Render(Comparison(null, [Found(s_area, 0.1, 0.001)]) with { First = Hostile, Second = Hostile + "2", Data = Hostile, Target = Hostile }));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script");
    }

    private static MetricComparison Found(IMetric metric, double difference, double chance) => new(
        metric,
        new ScoreInterval(0.6, 0.8) { Value = double.IsNaN(difference) ? double.NaN : 0.7 },
        new ScoreInterval(0.6 + difference, 0.8 + difference) { Value = 0.7 + difference },
        new TestOutcome("DeLong", difference, 2, chance / 2, difference - 0.05, difference + 0.05),
        chance,
        0.001);

    private static ReportComparison Comparison(double? margin, MetricComparison[] metrics) => new()
    {
        First = "old",
        Second = "new",
        Data = "later.csv",
        Target = "churn",
        Task = TaskKind.Classification,
        Rows = 300,
        Metrics = metrics,
        Replicates = 500,
        Margin = margin,
    };

    private static string Page(double? margin, params MetricComparison[] metrics) => ComparisonReport.Render(Comparison(margin, metrics));

    private static string Answer(params MetricComparison[] metrics) => Parse(Page(null, metrics)).Descendants().First(element => element.Attribute("class")?.Value == "answer").Value;

    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);
}
