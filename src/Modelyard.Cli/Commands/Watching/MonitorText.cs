using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes monitors, their windows and their alarms, for people and as JSON.</summary>
internal static class MonitorText
{
    internal static void Write(Terminal terminal, MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows, IReadOnlyList<Alarm> alarms)
    {
        terminal.Line($" {monitor.Name} watches {Subject(monitor)}, false alarms {NumberText.PlainPercent(monitor.FalseAlarms)}, least effect {NumberText.Value(monitor.Drift.LeastEffect)}");
        if (windows.Count == 0)
        {
            terminal.Line($" It has not been run yet: modelyard monitor run {monitor.Name}");
            return;
        }

        foreach (Alarm alarm in alarms)
        {
            terminal.Line($" alarm {alarm.Id}, {Choice.Word(alarm.State)}, since {MonitorCommand.Moment(alarm.Since)}: {PlainText.Of(alarm.Summary)}");
        }

        terminal.Line();
        TextTable lines = new TextTable("window", "state", "rows", "p", "held against", "what").Right(2, 3, 4);
        foreach (MonitorWindow window in windows)
        {
            lines.Add(MonitorCommand.Moment(window.Start), State(window), NumberText.Count(window.Rows), Figures.Chance(window.PValue), Figures.Chance(window.Level), Summary(window));
        }

        lines.Write(terminal);
    }

    /// <summary>Says what a monitor watches, how it is cut into windows and what those are compared with.</summary>
    internal static string Subject(MonitorDefinition monitor)
    {
        string what = monitor.Source.Kind switch
        {
            SourceKind.Log => monitor.Model!,
            SourceKind.Files => PlainText.Of(monitor.Source.Address),
            _ => $"a query of {PlainText.Of(monitor.Source.Address)}",
        };
        string windows = monitor.IsBatches ? "each file is a window" : $"windows of {(monitor.WindowRows is { } rows ? NumberText.Counted(rows, "row") : Durations.Text(monitor.Window))}";
        return $"{what}: {windows}, compared with {PlainText.Of(monitor.Reference.ToString())}";
    }

    /// <summary>Names what came of a window: that columns have drifted, or else which other looks found something, so that no window is called quiet that alarmed.</summary>
    internal static string State(MonitorWindow window) => window.State != WindowState.Drifted && window.Found.Count > 0 ? string.Join(", ", window.Found.Select(look => Choice.Word(look.Kind))) : Choice.Word(window.State);

    /// <summary>Says what came of a window in a few sentences.</summary>
    internal static string Summary(MonitorWindow window)
    {
        string[] found = [.. window.Looks.Where(look => look.IsFound || HasFallen(look, window)).Select(look => look.Summary)];
        return found.Length == 0 ? window.Summary : window.State == WindowState.Drifted ? $"{window.Summary} {string.Join(' ', found)}" : string.Join(' ', found);
    }

    /// <summary>Determines whether a look saw that losses have fallen, which is no alarm and good to know.</summary>
    private static bool HasFallen(WindowLook look, MonitorWindow window) => look.Kind == WatchKind.Stream
        && window.Measures.Any(measure => measure.Name.StartsWith(MeasureNames.Stream, StringComparison.Ordinal) && measure.Name.EndsWith(".change", StringComparison.Ordinal) && measure.Value < 0);

    internal static void Write(Utf8JsonWriter json, MonitorRule rule)
    {
        json.WriteString("name", rule.Name);
        json.WriteString("when", rule.When);
        json.WriteNumber("for", rule.For);
        json.WriteString("severity", rule.Severity is { } severity ? Choice.Word(severity) : null);
        json.Number("cooldownSeconds", rule.Cooldown?.TotalSeconds ?? double.NaN);
        json.WriteString("runbook", rule.Runbook?.ToString());
    }

    internal static void Write(Utf8JsonWriter json, MonitorDefinition monitor)
    {
        json.WriteString("name", monitor.Name);
        json.WriteString("model", monitor.Model);
        json.WriteString("source", Choice.Word(monitor.Source.Kind));
        json.WriteString("address", monitor.Source.Kind == SourceKind.Log ? null : monitor.Source.Address);
        json.WriteString("query", monitor.Source.Query);
        json.WriteString("time", monitor.Source.Time);
        json.Texts("watch", monitor.Watch.Select(Choice.Word));
        json.Number("windowRows", monitor.WindowRows ?? double.NaN);
        json.WriteNumber("windowSeconds", monitor.Window.TotalSeconds);
        json.WriteString("since", monitor.Since is { } since ? MonitorCommand.Moment(since) : null);
        json.WriteNumber("latenessSeconds", monitor.Lateness.TotalSeconds);
        json.WriteString("reference", monitor.Reference.ToString());
        json.WriteNumber("learn", monitor.Learn);
        json.WriteNumber("falseAlarms", monitor.FalseAlarms);
        json.WriteNumber("leastEffect", monitor.Drift.LeastEffect);
        json.Number("freshnessSeconds", monitor.Freshness?.TotalSeconds ?? double.NaN);
        json.WriteNumber("labelDelaySeconds", monitor.LabelDelay.TotalSeconds);
        json.WriteNumber("leastWorse", monitor.LeastWorse);
        json.WriteString("costs", monitor.Costs);
        json.Texts("fair", monitor.Fair);
        json.Texts("embeddings", monitor.Embeddings);
        json.Texts("detectors", monitor.Detectors.Select(Choice.Word));
        json.WriteNumber("cooldownSeconds", monitor.Cooldown.TotalSeconds);
        json.Objects("rules", monitor.Rules, rule => Write(json, rule));
        json.WriteString("severity", Choice.Word(monitor.Severity));
    }

    internal static void Write(Utf8JsonWriter json, MonitorWindow window)
    {
        json.WriteString("start", MonitorCommand.Moment(window.Start));
        json.WriteString("end", MonitorCommand.Moment(window.End));
        json.WriteString("state", Choice.Word(window.State));
        json.WriteNumber("rows", window.Rows);
        json.WriteNumber("referenceRows", window.ReferenceRows);
        json.Number("pValue", window.PValue);
        json.Number("level", window.Level);
        json.WriteString("summary", window.Summary);
        json.WriteString("batch", window.Batch);
        json.Objects("measures", window.Measures, measure =>
        {
            json.WriteString("name", measure.Name);
            json.Number("value", measure.Value);
            json.Number("low", measure.Low);
            json.Number("high", measure.High);
        });
        json.Objects("looks", window.Looks, look =>
        {
            json.WriteString("watch", Choice.Word(look.Kind));
            json.WriteBoolean("found", look.IsFound);
            json.Number("pValue", look.PValue);
            json.Number("level", look.Level);
            json.WriteString("summary", look.Summary);
            json.Texts("subjects", look.Subjects);
        });
        json.Texts("quality", window.Quality);
        json.Objects("columns", window.Columns, column =>
        {
            json.WriteString("name", column.Name);
            json.Number("effect", column.Effect);
            json.Number("pValue", column.PValue);
            json.Number("missing", column.Missing);
            json.WriteBoolean("drifted", column.Drifted);
            json.WriteString("evidence", column.Evidence);
        });
    }

    internal static void Write(Utf8JsonWriter json, Alarm alarm)
    {
        json.WriteNumber("id", alarm.Id);
        json.WriteString("monitor", alarm.Monitor);
        json.WriteString("watch", alarm.Watch);
        json.WriteString("severity", Choice.Word(alarm.Severity));
        json.WriteString("state", Choice.Word(alarm.State));
        json.WriteString("since", MonitorCommand.Moment(alarm.Since));
        json.WriteString("until", MonitorCommand.Moment(alarm.Until));
        json.WriteNumber("windows", alarm.Windows);
        json.WriteString("summary", alarm.Summary);
        json.Texts("columns", alarm.Columns);
        json.WriteString("acknowledgedBy", alarm.AcknowledgedBy);
        json.WriteString("note", alarm.Note);
        json.WriteBoolean("silenced", alarm.IsSilenced);
        json.WriteString("runbook", alarm.Runbook);
    }
}
