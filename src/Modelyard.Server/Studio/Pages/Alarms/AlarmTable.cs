using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Lays alarms out as a table.</summary>
internal static class AlarmTable
{
    private static readonly TableColumn[] Columns =
    [
        new("alarm", "Alarm", ColumnKind.Number) { IsSortable = true },
        new("what", "What", ColumnKind.Prose),
        new("monitor", "Monitor") { IsSortable = true },
        new("state", "State", ColumnKind.State),
        new("severity", "Severity", ColumnKind.State),
        new("since", "Since", ColumnKind.Time) { IsSortable = true },
        new("until", "Last window ended", ColumnKind.Time) { IsSortable = true },
        new("windows", "Windows", ColumnKind.Count) { IsSortable = true },
        new("note", "Note", ColumnKind.Prose),
    ];

    public static DataTable Of(string name, string title, IEnumerable<Alarm> alarms, bool isSortable) =>
        new(name, title, Columns.Select(column => column with { IsSortable = isSortable && column.IsSortable }).ToArray(), [.. alarms.Select(Row)]);

    public static Cell Severity(Alarm alarm) => new(alarm.Severity.ToString().ToLowerInvariant())
    {
        Tone = alarm.Severity switch { AlarmSeverity.Critical => Tone.Problem, AlarmSeverity.Warning => Tone.Warning, _ => Tone.Notice },
    };

    public static Cell State(Alarm alarm) => alarm switch
    {
        { State: AlarmState.Acknowledged } => new Cell($"acknowledged by {alarm.AcknowledgedBy}") { Tone = Tone.Notice },
        { State: AlarmState.Closed } => new Cell("over") { Tone = Tone.Good },
        { IsSilenced: true } => new Cell("open, silenced") { Tone = Tone.Neutral },
        _ => new Cell("open") { Tone = Tone.Problem },
    };

    private static IReadOnlyList<Cell> Row(Alarm alarm) =>
    [
        new Cell(alarm.Id, PageUrl.Of("alarms", $"{alarm.Id}")),
        new Cell(alarm.Summary, PageUrl.Of("alarms", $"{alarm.Id}")),
        new Cell(alarm.Monitor, PageUrl.Of("monitors", alarm.Monitor)),
        State(alarm),
        Severity(alarm),
        new Cell(alarm.Since),
        new Cell(alarm.Until),
        new Cell(alarm.Windows == 0 ? null : alarm.Windows),
        new Cell(alarm.Note),
    ];
}
