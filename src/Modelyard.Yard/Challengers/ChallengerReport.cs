using Modelyard.Charts;
using Modelyard.Reports;
using Modelyard.Reports.Content;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Composes the page on a challenger: what was decided first, then how the two did, and what it was made of.</summary>
public static class ChallengerReport
{
    private const int Replicates = 2000;

    /// <summary>Composes the page.</summary>
    /// <param name="outcome">What came of the challenger.</param>
    /// <returns>The page.</returns>
    public static HtmlPage Page(ChallengerOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new HtmlPage
        {
            Title = $"{outcome.Challenger.Reference} challenges {outcome.Champion.Reference}",
            Kicker = "Challenger",
            Subtitle = $"{outcome.Comparison.Target} · learned from {NumberText.Counted(outcome.Rows, "row")} of {outcome.Data}",
            Lead = writer => WriteDecision(writer, outcome.Decision),
            Body = writer =>
            {
                WriteComparison(writer, outcome.Comparison, outcome.Challenger.Reference);
                WriteRecipe(writer, outcome);
            },
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        };
    }

    /// <summary>Writes what was decided, and why.</summary>
    internal static void WriteDecision(HtmlWriter writer, PromotionDecision decision)
    {
        string answer = decision.Outcome switch
        {
            PromotionOutcome.Promote => "The challenger was promoted.",
            PromotionOutcome.Keep => "The version in production stays.",
            _ => "The challenger waits for a person.",
        };
        writer.Write($"<p class=\"answer\"><strong>{answer}</strong> {string.Join(' ', decision.Reasons)}</p>");
    }

    /// <summary>Writes the sections on the comparison.</summary>
    internal static void WriteComparison(HtmlWriter writer, ChallengerComparison comparison, string challenger)
    {
        if (comparison.Deciding is null)
        {
            writer.Callout(CalloutKind.Warning, comparison.Fault ?? "The two were not compared.");
            return;
        }

        ComparisonReport.Page(new ReportComparison
        {
            First = comparison.Champion,
            Second = challenger,
            Data = comparison.Data,
            Target = comparison.Target,
            Task = comparison.Task,
            Rows = comparison.Rows,
            Metrics = comparison.Metrics,
            Replicates = Replicates,
            Margin = comparison.Margin,
        }).Body(writer);
        writer.Section("held-out", "What they were compared on", "", section => section.Definitions(
        [
            ("Rows", $"{comparison.Data}, {NumberText.Counted(comparison.Rows, "row")}"),
            .. double.IsNaN(comparison.ChallengerCalibration) ? [] : new[] { ("Calibration", $"probabilities are off by {NumberText.Percent(comparison.ChallengerCalibration)} on average, those of the version in production by {NumberText.Percent(comparison.ChampionCalibration)}") },
            .. double.IsNaN(comparison.LatencyRatio) ? [] : new[] { ("Time of one row", $"{NumberText.Value(comparison.LatencyRatio)} times that of the version in production") },
            ("Inputs", comparison.InputChanges.Count == 0 ? "the same" : string.Join(' ', comparison.InputChanges)),
        ]));
        if (comparison.Slices.Count > 0)
        {
            WriteSlices(writer, comparison, challenger);
        }
    }

    private static void WriteSlices(HtmlWriter writer, ChallengerComparison comparison, string challenger) => writer.Section(
        "slices",
        "By the levels of columns",
        $"{comparison.Deciding!.Metric.Title} on the rows of each level that has enough of them, the greatest loss first.",
        section => section.Table(new HtmlTable
        {
            Title = "Slices",
            Columns = [new HtmlColumn("slice"), Number("rows"), Number(comparison.Champion), Number(challenger), Number("gain")],
            Rows = [.. comparison.Slices.Select(slice => (IReadOnlyList<Markup>)[
                Markup.Text(slice.Slice), Markup.Text(NumberText.Count(slice.Rows)), Markup.Text(NumberText.Score(slice.Champion)), Markup.Text(NumberText.Score(slice.Challenger)), Markup.Text(NumberText.Score(slice.Gain))])],
        }));

    private static void WriteRecipe(HtmlWriter writer, ChallengerOutcome outcome) => writer.Section("recipe", "How it was made", $"By the recipe of {outcome.Champion.Reference}.", section =>
    {
        foreach (string assumption in outcome.Recipe.Assumptions)
        {
            section.Callout(CalloutKind.Note, assumption);
        }

        section.Command("The recipe", outcome.Recipe.ToJson());
    });

    private static HtmlColumn Number(string title) => new(title, HtmlColumnKind.Number);
}
