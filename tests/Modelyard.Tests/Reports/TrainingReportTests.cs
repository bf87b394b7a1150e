using System.Text.RegularExpressions;
using System.Xml.Linq;
using Modelyard.Charts;
using Modelyard.Frames.Lineage;
using Modelyard.Numerics;
using Modelyard.Reports;
using Modelyard.Reports.Content;

namespace Modelyard.Tests.Reports;

public sealed partial class TrainingReportTests
{
    private const string Hostile = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"' &";

    public static TheoryData<string> Names() => [.. ReportSamples.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_is_well_formed_and_loads_nothing(string name)
    {
        string html = TrainingReport.Render(ReportSamples.Create(name));
        string path = Path.Combine(AppContext.BaseDirectory, "pages", name + ".html");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, html);
        XElement page = Parse(html);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotMatch(External(), html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Single(page.Descendants(), element => element.Name.LocalName is "h1");
    }

    [Fact]
    public void Sections_stand_in_the_order_of_a_readers_questions_and_absent_ones_are_left_out()
    {
        Assert.Equal(
            ["warnings", "leaderboard", "errors", "probabilities", "importances", "data", "preparation", "use", "lineage"],
            Sections(TrainingReport.Render(ReportSamples.Binary())));
        Assert.Equal(["leaderboard", "errors"], Sections(TrainingReport.Render(ReportSamples.Regression(100))));
        Assert.Empty(Sections(TrainingReport.Render(ReportSamples.Bare())));
    }

    [Fact]
    public void The_answer_stands_first_with_its_interval()
    {
        XElement page = Parse(TrainingReport.Render(ReportSamples.Binary()));
        string answer = page.Descendants().First(element => element.Attribute("class")?.Value is "answer").Value;
        Assert.Equal("Gradient boosting predicts churn with an ROC AUC of 0.8463 (95\u00A0% interval 0.8254 to 0.8661), measured once on 1,409 rows it had never seen.", answer);
    }

    [Theory]
    [InlineData(0.50, 0.40, 0.60, "not certain")]
    [InlineData(0.40, 0.35, 0.45, "nothing of use")]
    public void A_model_that_is_no_better_than_a_guess_is_called_so(double score, double low, double high, string expected)
    {
        TrainingReportContent content = ReportSamples.Bare() with { Headline = new ReportMetric("Accuracy", score) { Low = low, High = high, Baseline = 0.45 } };
        Assert.Contains(expected, TrainingReport.Render(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_stays_text_wherever_it_stands()
    {
        TrainingReportContent binary = ReportSamples.Binary();
        var fact = new ReportFact(Hostile, Hostile);
        string html = TrainingReport.Render(binary with
        {
            Title = Hostile,
            Test = binary.Test with
            {
                Target = Hostile,
                PositiveClass = Hostile,
                Confusion = new ReportConfusion([Hostile, Hostile], [[1, 2], [3, 4]]),
                Roc = [binary.Test.Roc[0] with { Class = Hostile }, binary.Test.Roc[0] with { Class = Hostile }],
            },
            Estimator = Hostile,
            Data = Hostile,
            Producer = Hostile,
            Validation = Hostile,
            Headline = binary.Headline with { Name = Hostile },
            Leaderboard = [new ReportCandidate(Hostile, 1) { IsChosen = true, Note = Hostile, Hyperparameters = [fact] }, new ReportCandidate(Hostile, 0.5)],
            Hyperparameters = [fact],
            Trials = [new ReportTrial(1, Hostile, 1, 1, Hostile)],
            Importances = [new ReportImportance(Hostile, 1)],
            Columns = [new ReportColumn(Hostile, Hostile) { Use = Hostile, Note = Hostile, Levels = [new ReportLevel(Hostile, 3)] }],
            Preparation = [new ReportStep(Hostile, [Hostile], Hostile)],
            Warnings = [new ReportWarning(Hostile, Hostile)],
            Lineage = [fact],
            DataLineage = new ReportLineage(LineageStep.Of(Hostile, [KeyValuePair.Create(Hostile, Hostile)], [], [Hostile], 3), [Hostile]),
            Commands = [new ReportCommand(Hostile, Hostile + "\n" + Hostile)],
        });
        XElement page = Parse(html);
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img");
        Assert.Single(page.Descendants(), element => element.Name.LocalName is "style");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_table_comes_from_is_drawn_and_told_feature_by_feature()
    {
        LineageStep orders = LineageStep.Of("orders", [], [], ["id", "price"], 3), towns = LineageStep.Of("towns", [], [], ["id", "size"], 2);
        LineageStep merged = LineageStep.Of("merge", [KeyValuePair.Create("on", "id")], [orders, towns], ["id", "price", "size"], 3);
        string html = TrainingReport.Render(ReportSamples.Binary() with { DataLineage = new ReportLineage(merged, ["price", "size"]) });
        XElement table = Assert.Single(Parse(html).Descendants(), element => element.Name.LocalName == "table" && element.Value.StartsWith("The features", StringComparison.Ordinal));
        Assert.Equal(["priceordersprice", "sizetownssize"], table.Descendants().Where(element => element.Name.LocalName == "tr").Skip(1).Select(row => row.Value));
        Assert.Contains("3  merge", html, StringComparison.Ordinal);
        LineageStep chain = Enumerable.Range(0, 100).Aggregate(merged, (step, _) => LineageStep.Of("head", [], [step], step.Columns, 1));
        Assert.Contains("103 steps", TrainingReport.Render(ReportSamples.Binary() with { DataLineage = new ReportLineage(chain, ["price"]) }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_a_hundred_thousand_rows_is_below_a_megabyte()
    {
        string html = TrainingReport.Render(ReportSamples.Regression(100_000) with
        {
            Columns = [.. Enumerable.Range(0, 3000).Select(i => new ReportColumn($"column {i}", "numeric") { Median = i, Histogram = new HistogramBins([0, 1, 2], [i, 3]) })],
            Trials = [.. Enumerable.Range(1, 5000).Select(i => new ReportTrial(i, "e", i % 97, 1, "A = 1"))],
        });
        Assert.InRange(html.Length, 10_000, 1_000_000);
    }

    [Fact]
    public void A_report_of_a_hundred_chainnoisy_curves_is_below_a_megabyte()
    {
        var random = new RandomStream(1);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(i => i / 20_000.0)];
        ReportCurve[] curves = [.. Enumerable.Range(0, 100).Select(i => new ReportCurve($"c{i}", x, [.. x.Select(value => Math.Min(1, value + (0.2 * random.NextDouble())))], i / 100.0))];
        string html = TrainingReport.Render(ReportSamples.Letters() with { Test = ReportSamples.Letters().Test with { Roc = curves, PrecisionRecall = curves } });
        Assert.InRange(html.Length, 10_000, 1_000_000);
    }

    [Fact]
    public void The_same_content_gives_the_same_page() =>
        Assert.Equal(TrainingReport.Render(ReportSamples.Binary()), TrainingReport.Render(ReportSamples.Binary()));

    [Fact]
    public void A_lower_score_is_better_where_the_metric_says_so()
    {
        string html = TrainingReport.Render(ReportSamples.Regression(50));
        Assert.Contains("Lower is better.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing of use", html, StringComparison.Ordinal);
    }

    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);

    private static string[] Sections(string html) =>
        [.. Parse(html).Descendants().Where(element => element.Name.LocalName is "section").Select(element => element.Attribute("id")!.Value)];

    [GeneratedRegex("(?:src|href)=\"(?!#)|url\\(|@import|https?://", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex External();
}
