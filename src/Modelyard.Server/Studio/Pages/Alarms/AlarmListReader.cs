using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Reads the inbox of alarms.</summary>
internal static class AlarmListReader
{
    public const string Active = "active", Open = "open", Acknowledged = "acknowledged", Closed = "closed", All = "all";
    private const int Size = 50, MostRead = 5000;

    private static readonly TableColumn[] SilenceColumns = [new("monitor", "Monitor"), new("until", "Until", ColumnKind.Time), new("reason", "Reason", ColumnKind.Prose)];

    public static AlarmListPage Read(StudioYard yard, PageRequest request)
    {
        string state = request.Query.Choice("state", Active, Active, Open, Acknowledged, Closed, All);
        string? monitor = request.Query.Text("monitor");
        IEnumerable<Alarm> alarms = yard.Yard.Alarms.List(state is Closed or All, monitor, MostRead).Where(alarm => state switch
        {
            Open => alarm.State == AlarmState.Open,
            Acknowledged => alarm.State == AlarmState.Acknowledged,
            Closed => alarm.State == AlarmState.Closed,
            _ => true,
        });
        return new AlarmListPage(
            state,
            monitor,
            [.. yard.Yard.Monitors.List().Select(one => one.Name)],
            request.Cut(request.Sort(AlarmTable.Of("alarms", "Alarms", alarms, isSortable: true)), Size),
            new DataTable("silences", "Silences", SilenceColumns, [.. yard.Yard.Alarms.Silences(request.Now).Select(silence => (IReadOnlyList<Cell>)[new Cell(silence.Monitor, PageUrl.Of("monitors", silence.Monitor)), new Cell(silence.Until), new Cell(silence.Reason)])]));
    }
}
