using System.Xml.Linq;
using Modelyard.Evaluation;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Reports;
using Modelyard.Reports.Content;

namespace Modelyard.Tests.Reports;

public sealed class EvaluationReportTests
{
    private const string Hostile = "<script>alert(1)</script>\"' &";

    [Fact]
    public void What_was_asked_for_stands_on_the_page_and_nothing_else()
    {
        (Frame rows, Predictions predictions) = Scored(400, "no", "yes");
        string bare = EvaluationReport.Render(ModelEvaluation.Compute(rows, predictions, "answer", new EvaluationOptions(), FitContext.Default), "answer", "m");
        Assert.Equal(["errors", "probabilities", "gains"], Sections(bare));
        string full = EvaluationReport.Render(ModelEvaluation.Compute(rows, predictions, "answer", Everything("no", "yes"), FitContext.Default), "answer", "m");
        Assert.Equal(["errors", "probabilities", "gains", "costs", "figures", "slices", "fairness"], Sections(full));
        Assert.Contains("Profit", full, StringComparison.Ordinal);
        Assert.DoesNotContain("Profit", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_and_the_points_in_use_are_those_of_the_counts()
    {
        // Probabilities 0.9, 0.8, 0.7, 0.6 and 0.4, of which the first, the third and the last are positive; from 0.65 on it says yes.
        var predictions = Predictions.OfProbabilities([1, 0, 1, 0, 1], new Matrix([0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.6, 0.4], 5, 2), ["no", "yes"], 0.65);
        var test = ReportTest.Of(predictions, "answer");
        ReportCurve gain = Assert.Single(test.Gains);
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], gain.X.Select(value => Math.Round(value, 12)));
        Assert.Equal([0, 1 / 3.0, 1 / 3.0, 2 / 3.0, 2 / 3.0, 1], gain.Y);
        Assert.Equal((0.6, 2 / 3.0), (gain.OperatingX, gain.OperatingY));
        Assert.Equal((0.5, 2 / 3.0), (test.Roc[0].OperatingX, test.Roc[0].OperatingY));
        Assert.Equal((2 / 3.0, 2 / 3.0), (test.PrecisionRecall[0].OperatingX, test.PrecisionRecall[0].OperatingY));
        Assert.Equal([2, 3], test.Probabilities.Select(series => series.Bins.Counts.Sum()));

        // A miss costs 10, a false alarm 1: with one miss and one false alarm in use, and at best all but the first are called.
        var evaluation = ModelEvaluation.Compute(Frame.Of(new IntegerColumn("x", [1, 2, 3, 4, 5])), predictions, "answer", new EvaluationOptions { Costs = "yes:no=10, no:yes=1" }, FitContext.Default);
        ReportProfit profit = EvaluationReport.Gather(evaluation, "answer").Profit!;
        Assert.Equal((0.6, -11 / 5.0), (profit.UsedShare, profit.UsedProfit));
        Assert.Equal((0.4, 1.0, -2 / 5.0), (profit.BestThreshold, profit.BestShare, profit.BestProfit));
    }

    [Fact]
    public void Rows_of_one_class_and_answers_without_probabilities_have_fewer_sections()
    {
        var one = Predictions.OfProbabilities([1, 1], new Matrix([0.1, 0.9, 0.2, 0.8], 2, 2), ["no", "yes"]);
        Assert.Equal((0, 1), (ReportTest.Of(one, "answer").Gains.Count, ReportTest.Of(one, "answer").Roc.Count));
        (Frame rows, Predictions predictions) = Scored(400, "no", "yes");
        var labels = Predictions.OfLabels(predictions.Labels.ToArray(), predictions.PredictedLabels.ToArray(), predictions.Classes);
        var evaluation = ModelEvaluation.Compute(rows, labels, "answer", new EvaluationOptions { FindsSlices = true, Costs = "yes:no=10" }, FitContext.Default);
        Assert.Equal("share wrong", evaluation.LossName);
        Assert.Null(evaluation.Cost!.Curve);
        Assert.Equal("region = 'east'", evaluation.Slices![0].Condition.ToString());
        Assert.Equal(["errors", "costs", "slices"], Sections(EvaluationReport.Render(evaluation, "answer", "m")));
    }

    [Fact]
    public void Numbers_are_shown_by_their_residuals_and_costs_of_them_are_refused()
    {
        var predictions = Predictions.OfNumbers([1, 2, 3, 4], [1.5, 2, 2, 4]);
        var rows = Frame.Of(new IntegerColumn("x", [1, 2, 3, 4]));
        Assert.Equal(["errors"], Sections(EvaluationReport.Render(ModelEvaluation.Compute(rows, predictions, "y", new EvaluationOptions(), FitContext.Default), "y", "m")));
        var error = Assert.Throws<ModelyardException>(() => ModelEvaluation.Compute(rows, predictions, "y", new EvaluationOptions { Costs = "yes:no=10" }, FitContext.Default));
        Assert.Contains("say what their errors cost by a figure", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Costs_of_many_classes_are_told_by_the_pairs_that_cost_most_and_the_sum_of_the_others()
    {
        // Row i of class i is taken for the class behind it, which costs i + 1: of 26 pairs the last 20 are listed, and the first six cost 21 together.
        string[] classes = [.. Enumerable.Range(0, 26).Select(i => $"c{i}")];
        var predictions = Predictions.OfLabels([.. Enumerable.Range(0, 26)], [.. Enumerable.Range(0, 26).Select(i => (i + 1) % 26)], classes);
        string Page(string costs) => EvaluationReport.Render(ModelEvaluation.Compute(Frame.Of(new IntegerColumn("x", new long[26])), predictions, "letter", new EvaluationOptions { Costs = costs }, FitContext.Default), "letter", "m");
        string[][] many = Costs(Page(string.Join(", ", Enumerable.Range(0, 26).Select(i => $"c{i}:c{(i + 1) % 26}={i + 1}"))));
        Assert.Equal(21, many.Length);
        Assert.Equal(["c25", "c0", "26", "1", "26"], many[0]);
        Assert.Equal(["6 other pairs", "", "", "6", "21"], many[^1]);
        Assert.Equal([["c3", "c4", "5", "1", "5"], ["c4", "c3", "2", "0", "0"]], Costs(Page("c3:c4=5, c4:c3=2")));

        static string[][] Costs(string html) => [.. Parse(html).Descendants().Single(element => element.Attribute("id")?.Value == "costs").Descendants().Single(element => element.Name.LocalName is "tbody")
            .Elements().Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
    }

    [Fact]
    public void Gains_of_many_classes_name_the_rarest_and_leave_the_others_grey()
    {
        int[] labels = [.. Enumerable.Range(0, 26).SelectMany(label => Enumerable.Repeat(label, 2 + label))];
        var probabilities = new Matrix(labels.Length, 26);
        for (int row = 0; row < labels.Length; row++)
        {
            for (int label = 0; label < 26; label++)
            {
                probabilities[row, label] = label == labels[row] ? 0.5 : 0.02;
            }
        }

        var predictions = Predictions.OfProbabilities(labels, probabilities, [.. Enumerable.Range(0, 26).Select(i => $"class {i}")]);
        var rows = Frame.Of(new IntegerColumn("x", new long[labels.Length]));
        XElement gains = Parse(EvaluationReport.Render(ModelEvaluation.Compute(rows, predictions, "answer", new EvaluationOptions(), FitContext.Default), "answer", "m")).Descendants().Single(element => element.Attribute("id")?.Value == "gains");
        Assert.Contains("the 4 rarest classes are named, the rest are grey", gains.Value, StringComparison.Ordinal);
        XElement gain = gains.Descendants().First(element => element.Name.LocalName is "svg");
        string[] named = [.. gain.Elements().Where(element => element.Name.LocalName is "text" && element.Value.StartsWith("class", StringComparison.Ordinal)).Select(element => element.Value)];
        Assert.Equal(["class 0", "class 1", "class 2", "class 3"], named);
        Assert.Equal(26, gain.Descendants().Count(element => element.Name.LocalName is "path"));
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        (Frame rows, Predictions predictions) = Scored(400, "no" + Hostile, "yes" + Hostile);
        var evaluation = ModelEvaluation.Compute(rows, predictions, "answer", Everything("", "") with { Costs = null }, FitContext.Default);
        XElement page = Parse(EvaluationReport.Render(evaluation, Hostile, Hostile));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img");
    }

    private static EvaluationOptions Everything(string negative, string positive) => new()
    {
        Dimensions = [("region", Expression.Col("region"))],
        Costs = $"{positive}:{negative}=10, {negative}:{positive}=1",
        FairColumn = "region",
        FindsSlices = true,
    };

    /// <summary>Makes rows whose answer follows x, but in the region 'east' that of a coin.</summary>
    private static (Frame Rows, Predictions Predictions) Scored(int count, string negative, string positive)
    {
        var random = new RandomStream(3);
        double[] x = new double[count];
        string?[] regions = new string?[count];
        int[] labels = new int[count];
        var probabilities = new Matrix(count, 2);
        for (int row = 0; row < count; row++)
        {
            x[row] = random.NextDouble();
            regions[row] = random.NextInt(3) == 0 ? "east" : "west";
            labels[row] = (regions[row] == "east" ? random.NextDouble() : x[row]) > 0.5 ? 1 : 0;
            probabilities[row, 1] = Math.Clamp(x[row], 0.05, 0.95);
            probabilities[row, 0] = 1 - probabilities[row, 1];
        }

        return (Frame.Of(new DoubleColumn("x", x), CategoryColumn.From("region", regions)), Predictions.OfProbabilities(labels, probabilities, [negative, positive]));
    }

    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);

    private static string[] Sections(string html) =>
        [.. Parse(html).Descendants().Where(element => element.Name.LocalName is "section").Select(element => element.Attribute("id")!.Value)];
}
