using System.Globalization;
using Modelyard.Lifecycle.Challengers;
using Modelyard.Reports;

namespace Modelyard.Lifecycle.Automation;

/// <summary>Composes the page on an execution: what came of it and who decided first, then what set it off, how the two versions did, and what the challenger was made of.</summary>
public static class ExecutionReport
{
    /// <summary>Composes the page.</summary>
    /// <param name="execution">The execution.</param>
    /// <returns>The page.</returns>
    public static HtmlPage Page(Execution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return new HtmlPage
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"Execution {execution.Id} of {execution.Rule.Name}"),
            Kicker = "Automation",
            Subtitle = $"{(execution.Facts.Model is { } model ? $"{model}, watched by " : "")}{execution.Facts.Monitor} · {Moment(execution.Created)}",
            Lead = writer => WriteAnswer(writer, execution),
            Body = writer =>
            {
                WriteCause(writer, execution);
                if (execution.Result?.Comparison is { } comparison)
                {
                    ChallengerReport.WriteComparison(writer, comparison, execution.ChallengerReference ?? "the challenger");
                }

                WriteMaking(writer, execution);
            },
            Footer = "This file is complete in itself and loads nothing from elsewhere.",
        };
    }

    private static void WriteAnswer(HtmlWriter writer, Execution execution)
    {
        string answer = execution.State switch
        {
            ExecutionState.Waiting => $"{execution.ChallengerReference} waits for a person.",
            ExecutionState.Promoted => $"{execution.ChallengerReference} is in production.",
            ExecutionState.Kept => $"{execution.Facts.Model}:{execution.Champion} stays in production.",
            ExecutionState.Rejected => $"{execution.ChallengerReference} was rejected.",
            _ => $"It is {execution.State.ToString().ToLowerInvariant()}.",
        };
        writer.Write($"<p class=\"answer\"><strong>{answer}</strong> {execution.Told}</p>");
        if (execution.DecidedBy is { } by)
        {
            writer.Paragraph($"Decided by {by}, {Moment(execution.Decided!.Value)}{(execution.Note is { } note ? $": {note}" : "")}.");
        }
    }

    private static void WriteCause(HtmlWriter writer, Execution execution) => writer.Section("cause", "What set it off", execution.Facts.Summary, section => section.Definitions(
    [
        ("Alarm", execution.Facts.Alarm is { } alarm ? string.Create(CultureInfo.InvariantCulture, $"{alarm} of {execution.Facts.Monitor}, {execution.Facts.Severity.ToString().ToLowerInvariant()}") : "none"),
        ("From", $"{Moment(execution.Facts.Since)} to {Moment(execution.Facts.Until)}"),
        .. execution.Facts.Columns.Count == 0 ? [] : new[] { ("Columns", string.Join(", ", execution.Facts.Columns)) },
        .. execution.Facts.By is { } by ? new[] { ("By hand", by) } : [],
        ("Rule", $"{execution.Rule.Name} {execution.Rule.Describe()}"),
        .. execution.Started is { } started ? new[] { ("Carried out", $"{Moment(started)} to {(execution.Ended is { } ended ? Moment(ended) : "now")}") } : [],
    ]));

    private static void WriteMaking(HtmlWriter writer, Execution execution)
    {
        if (execution.Result is not { } result)
        {
            return;
        }

        if (result.Recipe is { } recipe)
        {
            writer.Section("recipe", "How the challenger was made", "", section =>
            {
                section.Definitions([("Data", string.Create(CultureInfo.InvariantCulture, $"{result.Data}: {result.Rows:N0} rows")), ("SHA-256", result.Digest ?? ""), ("Run", result.Run ?? "")]);
                section.Command("The recipe", recipe);
            });
        }
        else
        {
            writer.Section("output", "What the command said", "", section => section.Command($"{execution.Rule.Command} ended with {result.ExitCode}", result.Output.Length == 0 ? "(nothing)" : PlainOutput(result.Output)));
        }
    }

    private static string PlainOutput(string output) => string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(PlainText.Of));

    private static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
