using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Pages.Monitors.Figures;
using Figures = Modelyard.Lifecycle.Monitors.WindowTable;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Says of the windows of an alarm what the alarm is about: what its look found, or the figures that its rule asks for.</summary>
internal sealed class AlarmWindows
{
    private readonly string _watch;
    private readonly IReadOnlyList<string> _figures;

    public AlarmWindows(Alarm alarm, MonitorDefinition monitor)
    {
        _watch = alarm.Watch;
        _figures = _watch.Split(':', 2) is [_, var name] && monitor.Rules.FirstOrDefault(rule => rule.Name == name) is { } rule ? rule.ListFigures() : [];
    }

    /// <summary>Says what a window has to do with the alarm; null if that is how its columns were, or not known.</summary>
    public string? Tell(MonitorWindow window)
    {
        if (_figures.Count > 0)
        {
            Frame table = Figures.Of([window]);
            return string.Join(", ", _figures.Select(name => $"{name} {(table.TryGetColumn(name, out Column? column) ? Text(column) : "not known")}"));
        }

        return window.Looks.FirstOrDefault(look => FigureReader.NameOf(look.Kind) == _watch)?.Summary;
    }

    private static string Text(Column column) => column.IsMissing(0) ? "not known" : column is DoubleColumn or IntegerColumn ? NumberText.Value(column.ToDoubles()[0]) : column.FormatCell(0);
}
