using Modelyard.Charts;
using Modelyard.Metrics;
using Modelyard.Reports.Content;
using Modelyard.Reports.Sections;
using Modelyard.Selection;

namespace Modelyard.Reports;

/// <summary>Composes the page on two models that were compared on the same rows: which is better first, then the scores, the differences, and how it was tested.</summary>
public static class ComparisonReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <returns>A whole HTML document in one file.</returns>
    public static string Render(ReportComparison comparison) => Page(comparison).ToHtml();

    /// <summary>Composes the page.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <returns>The page.</returns>
    public static HtmlPage Page(ReportComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new HtmlPage
        {
            Title = $"{comparison.First} and {comparison.Second} on {comparison.Data}",
            Kicker = "Comparison",
            Subtitle = $"{comparison.Task} of {comparison.Target} · {NumberText.Counted(comparison.Rows, "row")}",
            Lead = writer => WriteVerdict(writer, comparison),
            Body = writer =>
            {
                WriteScores(writer, comparison);
                WriteDifferences(writer, comparison);
                WriteTests(writer, comparison);
            },
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        };
    }

    private static void WriteVerdict(HtmlWriter writer, ReportComparison comparison)
    {
        (string answer, string more) = Verdict(comparison);
        writer.Write($"<p class=\"answer\"><strong>{answer}</strong>{more}</p>");
        string chance = NumberText.Percent(comparison.Level);
        writer.Paragraph(comparison.Metrics.Count == 1
            ? $"A difference counts as shown if chance makes one as great in fewer than {chance} of such tables."
            : $"A difference counts as shown if chance makes one as great in fewer than {chance} of such tables, with regard to all {comparison.Metrics.Count} metrics.");
        if (comparison.Margin is { } margin)
        {
            string[] passed = [.. comparison.Metrics.Where(one => one.IsDefined && one.NoWorsePValue < comparison.Level).Select(Title)];
            writer.Paragraph(passed.Length == 0
                ? $"That {comparison.Second} is no worse by more than {NumberText.Value(margin)} is not shown by any metric."
                : $"{comparison.Second} is no worse by more than {NumberText.Value(margin)} by {List(passed)}{(passed.Length < comparison.Metrics.Count(one => one.IsDefined) ? "; by the others that is not shown" : "")}.");
        }
    }

    /// <summary>Says which model is better, in words that stand out and others behind them.</summary>
    private static (string Answer, string More) Verdict(ReportComparison comparison)
    {
        string[] By(Func<MetricComparison, bool> isMeant) => [.. comparison.Metrics.Where(isMeant).Select(Title)];
        string[] first = By(one => one.Winner(comparison.Level) < 0), second = By(one => one.Winner(comparison.Level) > 0);
        string[] open = By(one => one.IsDefined && one.Winner(comparison.Level) == 0), undefined = By(one => !one.IsDefined);
        string missing = undefined.Length == 0 ? "" : $" {List(undefined)} {(undefined.Length == 1 ? "is" : "are")} not defined on these rows.";
        string rest = (open.Length > 0 ? $" By {List(open)} no difference is shown that chance would not make." : "") + missing;
        return (first.Length, second.Length) switch
        {
            (0, 0) when open.Length == 0 => ("These rows cannot tell the models apart.", missing),
            (0, 0) => ($"No difference is shown between {comparison.First} and {comparison.Second}.", $" That is not to say that they are alike: more rows may show one.{missing}"),
            (0, _) => ($"{comparison.Second} is better by {List(second)}.", rest),
            (_, 0) => ($"{comparison.First} is better by {List(first)}.", rest),
            _ => ("Neither is better throughout.", $" {comparison.Second} is better by {List(second)}, {comparison.First} by {List(first)}.{rest}"),
        };
    }

    private static void WriteScores(HtmlWriter writer, ReportComparison comparison) => writer.Section(
        "scores",
        "The scores of both",
        "Of the same rows; whiskers are 95 % intervals. They may overlap where the difference is shown all the same: both models err on the same rows.",
        section => section.Grid(grid =>
        {
            foreach (MetricComparison one in comparison.Metrics.Where(one => double.IsFinite(one.First.Value) || double.IsFinite(one.Second.Value)))
            {
                int winner = one.Winner(comparison.Level);
                grid.Figure(
                    new BarChart
                    {
                        Title = one.Metric.Title,
                        Mark = BarMark.Dot,
                        Items = [Item(comparison.First, one.First, winner < 0), Item(comparison.Second, one.Second, winner > 0)],
                    },
                    $"{(one.Metric.HigherIsBetter ? "Higher" : "Lower")} is better.");
            }
        }));

    private static void WriteDifferences(HtmlWriter writer, ReportComparison comparison) => writer.Section(
        "differences",
        "The differences",
        $"{comparison.Second} less {comparison.First}. The chance of a difference as great if there were none is p; adjusted, with regard to how many metrics were looked at.",
        section => section.Table(new HtmlTable
        {
            Title = "The difference by each metric",
            Columns =
            [
                new HtmlColumn("Metric"), Number("difference"), Number("95 % interval"), Number("p"), Number("adjusted p"), .. comparison.Margin is null ? [] : new[] { Number("p no worse") }, new HtmlColumn("reading", HtmlColumnKind.Prose),
            ],
            Rows = [.. comparison.Metrics.Select(one => (IReadOnlyList<Markup>)[
                Markup.Text(one.Metric.Title), Markup.Text(Signed(one.Outcome.Difference)),
                Markup.Text(double.IsFinite(one.Outcome.Low) && double.IsFinite(one.Outcome.High) ? $"{Signed(one.Outcome.Low)} to {Signed(one.Outcome.High)}" : "–"),
                Chance(one.Outcome.PValue, one.Outcome.IsUpperBound), Chance(one.AdjustedPValue, one.Outcome.IsUpperBound), .. comparison.Margin is null ? [] : new[] { Chance(one.NoWorsePValue) }, Markup.Text(one.IsDefined ? one.Describe(comparison.First, comparison.Second, comparison.Level) : "not defined on these rows")])],
        }));

    private static void WriteTests(HtmlWriter writer, ReportComparison comparison) => writer.Section(
        "tests",
        "How it was tested",
        "On rows from which neither model should have learned: one that has looks better here than it is.",
        section =>
        {
            section.Definitions(
            [
                .. comparison.Metrics.GroupBy(one => one.Outcome.Test, StringComparer.Ordinal).Select(test => (Capital(test.Key), string.Join(", ", test.Select(one => one.Metric.Title)))),
                ("Intervals of scores", $"{NumberText.Count(comparison.Replicates)} bootstrap replicates of the rows, the same for both models"),
                .. comparison.Metrics.Count > 1 ? new[] { ("Adjusted p", $"Holm's method, for {comparison.Metrics.Count} metrics") } : [],
            ]);
        });

    private static string Title(MetricComparison one) => AnswerPanel.InSentence(one.Metric.Title);

    private static BarItem Item(string name, ScoreInterval score, bool isBetter) => new(name, score.Value, score.Low, score.High, isBetter);

    private static HtmlColumn Number(string title) => new(title, HtmlColumnKind.Number);

    private static Markup Chance(double value, bool isUpperBound = false) => Markup.Text(NumberText.Chance(value, isUpperBound));

    private static string Signed(double value) => (value > 0 ? "+" : "") + NumberText.Score(value);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string List(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
