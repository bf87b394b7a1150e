using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Home;

/// <summary>
/// Finds monitors whose next window ended more than two windows ago: nobody runs them, or no row has come. Of files and of windows of rows it is not known when the next will come, and where rows stay away the alarm says so.
/// </summary>
internal static class LateMonitors
{
    public static IEnumerable<AttentionItem> Of(StudioYard yard, IReadOnlyList<(MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> monitors, DateTime now)
    {
        (MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)[] late = [.. monitors.Where(one => one.Fault is null && (one.Last is null || IsLate(yard, one.Monitor, one.Last, now)))];
        ILookup<bool, (MonitorDefinition Monitor, MonitorWindow? Last, MonitorFault? Fault)> ended = late.ToLookup(one => one.Last is { } last && HasNoLaterRows(yard, one.Monitor, last));

        // A log that has ended is news once, however many monitors watch it.
        return
        [
            .. ended[true].GroupBy(one => one.Monitor.Model!, StringComparer.Ordinal).Select(log => new AttentionItem(
                Tone.Notice,
                "No rows",
                $"Nothing of '{log.Key}' has been logged since then, and {string.Join(", ", log.Select(one => one.Monitor.Name))} {(log.Count() == 1 ? "waits" : "wait")}.",
                PageUrl.Of("models", log.Key, "traffic"),
                log.Max(one => one.Last!.End),
                "Find out why none comes; watching 'operation', or '--freshness', makes it an alarm.")),
            .. ended[false].Select(one => new AttentionItem(
                Tone.Notice, "Behind", $"{one.Monitor.Name} has {(one.Last is null ? "looked at no window yet" : "seen no later window")}.", PageUrl.Of("monitors", one.Monitor.Name), one.Last?.End, $"modelyard monitor run {one.Monitor.Name}")),
        ];
    }

    private static bool IsLate(StudioYard yard, MonitorDefinition monitor, MonitorWindow last, DateTime now) =>
        monitor is { IsBatches: false, WindowRows: null } && now - last.End > (2 * monitor.Window) + monitor.Lateness && !yard.Yard.Alarms.List(monitor: monitor.Name).Any(alarm => alarm.Windows == 0);

    /// <summary>Determines whether a log ends before a window does, so that to run the monitor would find nothing.</summary>
    private static bool HasNoLaterRows(StudioYard yard, MonitorDefinition monitor, MonitorWindow last)
    {
        if (monitor.Source.Kind != SourceKind.Log)
        {
            return false;
        }

        using PredictionLog log = yard.Yard.Predictions.Open(monitor.Model!);
        return log.Days is not (_, var newest) || newest < DateOnly.FromDateTime(last.End);
    }
}
