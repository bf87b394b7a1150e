using System.Text.Json;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes monitors, their windows and their alarms, for people and as JSON.</summary>
internal static class MonitorText
{
    internal static void Write(Terminal terminal, MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows, IReadOnlyList<Alarm> alarms)
    {
        terminal.Line($" {monitor.Name} watches {monitor.Model}: windows of {MonitorCommand.Text(monitor.Window)}, compared with {monitor.Reference}, false alarms {NumberText.PlainPercent(monitor.FalseAlarms)}, least effect {NumberText.Value(monitor.Drift.LeastEffect)}");
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
            lines.Add(MonitorCommand.Moment(window.Start), Choice.Word(window.State), NumberText.Count(window.Rows), Figures.Chance(window.PValue), Figures.Chance(window.Level), window.Summary);
        }

        lines.Write(terminal);
    }

    internal static void Write(Utf8JsonWriter json, MonitorDefinition monitor)
    {
        json.WriteString("name", monitor.Name);
        json.WriteString("model", monitor.Model);
        json.WriteNumber("windowSeconds", monitor.Window.TotalSeconds);
        json.WriteNumber("latenessSeconds", monitor.Lateness.TotalSeconds);
        json.WriteString("reference", monitor.Reference.ToString());
        json.WriteNumber("learn", monitor.Learn);
        json.WriteNumber("falseAlarms", monitor.FalseAlarms);
        json.WriteNumber("leastEffect", monitor.Drift.LeastEffect);
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
    }
}
