using System.Globalization;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Pages.Monitors.Figures;
using Modelyard.Server.Studio.Routing;
using WindowTable = Modelyard.Server.Studio.Pages.Monitors.WindowTable;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Reads an alarm.</summary>
internal static class AlarmReader
{
    private const int MostWindows = 100, MostDeliveries = 100;

    private static readonly TableColumn[] MovedColumns =
    [
        new("column", "Column"), new("since", "Since", ColumnKind.Time), new("windows", "Windows", ColumnKind.Count) { Help = "In how many windows of the alarm it has moved" }, new("effect", "Effect", ColumnKind.Number) { Help = "The greatest difference of shares" }, new("p", "p", ColumnKind.Chance), new("missing", "Missing", ColumnKind.Share), new("what", "What differs", ColumnKind.Prose),
    ];

    private static readonly TableColumn[] ToldColumns = [new("channel", "Channel"), new("event", "Of its"), new("state", "State", ColumnKind.State), new("delivered", "When", ColumnKind.Time), new("attempts", "Attempts", ColumnKind.Count), new("fault", "Fault", ColumnKind.Prose)];

    public static AlarmPage Read(StudioYard yard, PageRequest request)
    {
        string text = request.Route("id");
        Alarm alarm = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? yard.Yard.Alarms.Get(id)
            : throw new StudioFaultException(404, "path", "not_found", $"There is no alarm '{text}': alarms have numbers.");
        MonitorDefinition monitor = yard.Yard.Monitors.Get(alarm.Monitor);
        MonitorWindow[] windows = [.. yard.Yard.Monitors.Windows(alarm.Monitor, MostWindows, alarm.Since, alarm.Until)];
        bool isDrift = alarm.Watch == FigureReader.NameOf(WatchKind.Drift);
        return new AlarmPage(
            alarm.Id,
            alarm.Monitor,
            alarm.State == AlarmState.Open,
            alarm.State == AlarmState.Closed,
            alarm.Summary,
            [
                new Fact("state", AlarmTable.State(alarm), ColumnKind.State),
                new Fact("severity", AlarmTable.Severity(alarm), ColumnKind.State),
                new Fact("monitor", new Cell(alarm.Monitor, PageUrl.Of("monitors", alarm.Monitor))),
                new Fact("since", new Cell(alarm.Since), ColumnKind.Time),
                .. alarm.Windows == 0 ? Array.Empty<Fact>() : [new Fact("windows", new Cell(alarm.Windows), ColumnKind.Count)],
            ],
            alarm.Note,
            WindowTable.Of("windows", "Its windows", [.. windows.Reverse()], alarm.Monitor, new AlarmWindows(alarm, monitor).Tell),
            new DataTable("columns", "What moved, as it was last", MovedColumns, [.. (isDrift ? MovedColumn.Of(windows) : []).Select(column => Row(column, alarm, windows))]),
            isDrift ? null : AboutOf(alarm),
            LookTable.Of(isDrift ? null : windows.LastOrDefault()),
            CauseReader.Changes(yard, alarm, monitor),
            monitor.Source.Kind != SourceKind.Log ? null : request.Query.Text("slices") is null ? AlarmPage.NotAsked : CauseReader.Slices(yard, alarm),
            CauseReader.Executions(yard, alarm),
            new DataTable("told", "Who was told", ToldColumns, [.. yard.Yard.Channels.Deliveries().Where(delivery => delivery.Alarm == id).Take(MostDeliveries).Select(Row)]),
            yard.Yard.Alarms.Silences(request.Now).FirstOrDefault(silence => silence.Monitor == alarm.Monitor)?.Until);
    }

    /// <summary>Says what an alarm is about that is not about columns.</summary>
    private static string AboutOf(Alarm alarm) => alarm.Windows == 0
        ? "It is about rows that have not come, and so about no column."
        : alarm.Watch.Split(':', 2) is [_, var rule] ? $"It is about the rule '{rule}', and not about columns."
        : $"It is about what '{alarm.Watch}' found, and not about columns: see the looks.";

    private static IReadOnlyList<Cell> Row(MovedColumn moved, Alarm alarm, MonitorWindow[] windows)
    {
        MonitorWindow window = windows.Last(one => one.Drifted.Any(column => column.Name == moved.Name));
        WatchedColumn column = window.Drifted.First(one => one.Name == moved.Name);
        return
        [
            new Cell(moved.Name, MonitorReader.LinkOf(alarm.Monitor, moved.Name, window)),
            new Cell(moved.Since),
            new Cell(moved.Windows),
            new Cell(moved.Effect) { Bar = double.IsFinite(moved.Effect) ? Math.Clamp(moved.Effect, 0, 1) : null },
            new Cell(column.PValue),
            new Cell(column.Missing),
            new Cell(moved.Evidence),
        ];
    }

    private static IReadOnlyList<Cell> Row(AlarmDelivery delivery) =>
    [
        new Cell(delivery.Channel),
        new Cell(delivery.Event == AlarmEvent.Opened ? "beginning" : "end"),
        delivery.Delivered is not null ? new Cell("told") { Tone = Tone.Good } : new Cell("not told yet") { Tone = delivery.Fault is null ? Tone.Neutral : Tone.Warning },
        new Cell(delivery.Delivered),
        new Cell(delivery.Attempts),
        new Cell(delivery.Fault),
    ];
}
