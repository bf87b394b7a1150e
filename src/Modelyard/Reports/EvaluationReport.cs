using Modelyard.Charts;
using Modelyard.Evaluation;
using Modelyard.Metrics;
using Modelyard.Reports.Content;
using Modelyard.Reports.Sections;

namespace Modelyard.Reports;

/// <summary>Composes the page on what a model is worth on rows whose truth is known: the scores first, then where it errs, what that costs, and whom it treats otherwise.</summary>
public static class EvaluationReport
{
    private const int ShownScores = 7;

    /// <summary>Writes the page.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="target">The column that is predicted.</param>
    /// <param name="title">The title, such as the names of the model and of the rows.</param>
    /// <returns>A whole HTML document in one file.</returns>
    public static string Render(ModelEvaluation evaluation, string target, string title) => Page(evaluation, Gather(evaluation, target), title).ToHtml();

    /// <summary>Gathers the curves that the page draws.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="target">The column that is predicted.</param>
    /// <returns>The curves.</returns>
    public static ReportTest Gather(ModelEvaluation evaluation, string target)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ReportTest test = ReportTest.Of(evaluation.Predictions, target) with { Rows = "these rows", Independence = "" };
        return evaluation.Cost is not { Curve: { } curve } cost ? test : test with
        {
            Profit = ReportProfit.Of(curve) with { UsedShare = test.Gains is [var gain] ? gain.OperatingX : double.NaN, UsedProfit = -cost.Mean },
        };
    }

    /// <summary>Composes the page.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="test">Its curves.</param>
    /// <param name="title">The title.</param>
    /// <returns>The page.</returns>
    public static HtmlPage Page(ModelEvaluation evaluation, ReportTest test, string title)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(test);
        return new HtmlPage
        {
            Title = title,
            Kicker = "Evaluation",
            Subtitle = $"{(test.Task == ReportTask.Regression ? "Regression" : "Classification")} of {test.Target} · {NumberText.Counted(evaluation.Predictions.Count, "row")}",
            Lead = writer => WriteScores(writer, evaluation.Scores),
            Body = writer =>
            {
                TestSections.Write(writer, test);
                if (evaluation.Coverage is { } coverage)
                {
                    CoverageSection.Write(writer, coverage, evaluation.Predictions.Task);
                }

                EvaluationSections.Write(writer, evaluation);
            },
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        };
    }

    private static void WriteScores(HtmlWriter writer, IReadOnlyList<MetricOutcome> scores)
    {
        writer.KeyFigures(scores.Take(ShownScores).Select((outcome, place) => new KeyFigure(outcome.Metric.Title, NumberText.Score(outcome.Score.Value), Interval(outcome.Score), place == 0)));
        if (scores.Count > ShownScores)
        {
            writer.Details($"{scores.Count - ShownScores} more scores", inner => inner.Definitions(
                scores.Skip(ShownScores).Select(outcome => (outcome.Metric.Title, $"{NumberText.Score(outcome.Score.Value)}  {Interval(outcome.Score)}"))));
        }

        writer.Paragraph("If the model has learned from these very rows, its scores are better here than they will be on new ones. Ranges hold the score of all such rows with a chance of 95 %.");
    }

    private static string Interval(ScoreInterval score) => double.IsFinite(score.Low) && double.IsFinite(score.High) ? $"{NumberText.Score(score.Low)} – {NumberText.Score(score.High)}" : double.IsFinite(score.Value) ? "range not estimable" : "";
}
