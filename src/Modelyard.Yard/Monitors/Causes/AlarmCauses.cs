using System.Globalization;
using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Provenance;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what may be behind an alarm: what has moved and since when, where errors are concentrated, which version answered, and what changed in front of it.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="LastQuiet">The end of the last window before it that was judged and quiet, in UTC; null if there is none.</param>
/// <param name="Columns">The columns that have moved in any of its windows, with since when and what differs: those that moved last first, of these the greatest change.</param>
/// <param name="Findings">What else was found in the windows of it, a text a look: in which window first, and last.</param>
/// <param name="Slices">The levels of columns in whose rows the model errs more than elsewhere, the worst first; none as long as labels are not known.</param>
/// <param name="Changes">What changed around its beginning: versions, aliases, data.</param>
public sealed record AlarmCauses(
    Alarm Alarm, DateTime? LastQuiet, IReadOnlyList<MovedColumn> Columns, IReadOnlyList<string> Findings, IReadOnlyList<SliceLoss> Slices, IReadOnlyList<UpstreamChange> Changes)
{
    private const int MostSliced = 20;
    private const int MostLevels = 20;
    private const int MostWindows = 100;
    private const int FewWindows = 16;

    /// <summary>Looks for what may be behind an alarm. The log is read for its windows, and nothing is kept.</summary>
    /// <param name="yard">The yard.</param>
    /// <param name="id">The number of the alarm.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ModelyardException">There is no such alarm, or the log cannot be read.</exception>
    public static AlarmCauses Of(Yard yard, long id)
    {
        ArgumentNullException.ThrowIfNull(yard);
        Alarm alarm = yard.Alarms.Get(id);
        MonitorDefinition monitor = yard.Monitors.Get(alarm.Monitor);
        MonitorWindow[] own = [.. yard.Monitors.Windows(monitor.Name, MostWindows, alarm.Since, alarm.Until)];
        string[] findings = [.. own.SelectMany(window => window.Looks.Where(look => look.IsFound).Select(look => (Of: $"{look.Kind}", window.Start, look.Summary)).Concat(window.Quality.Select(finding => (Of: finding, window.Start, Summary: finding))))
            .GroupBy(one => one.Of, StringComparer.Ordinal).Select(Told)];
        return new AlarmCauses(
            alarm,
            FindLastQuiet(yard.Monitors, alarm),
            MovedColumn.Of(own),
            findings,
            monitor.Source.Kind == SourceKind.Log && yard.Predictions.Contains(monitor.Model!) ? Worse(yard, monitor, own) : [],
            monitor.Model is { } model ? yard.Lineage.Changes(model, alarm.Since) : []);
    }

    /// <summary>Finds the end of the last window before an alarm in which nothing was found, which most often is the one right before.</summary>
    private static DateTime? FindLastQuiet(MonitorStore monitors, Alarm alarm)
    {
        for (int count = FewWindows; ; count *= 4)
        {
            IReadOnlyList<MonitorWindow> before = monitors.Windows(alarm.Monitor, count, until: alarm.Since);
            if (before.LastOrDefault(window => window.State == WindowState.Quiet && !window.Looks.Any(look => look.IsFound)) is { } quiet)
            {
                return quiet.End;
            }

            if (before.Count < count)
            {
                return null;
            }
        }
    }

    /// <summary>Tells what a look found: first, and last where it was found again, so that an alarm of many windows is read at a glance.</summary>
    private static string Told(IEnumerable<(string Of, DateTime Start, string Summary)> found)
    {
        (string Of, DateTime Start, string Summary)[] all = [.. found];
        (DateTime first, DateTime last) = (all[0].Start, all[^1].Start);
        string again = all.Length == 1 ? "" : $" In {all.Length} windows, last that of {Moment(last)}{(all[^1].Summary == all[0].Summary ? "." : $": {all[^1].Summary}")}";
        return $"{Moment(first)}: {all[0].Summary}{again}";
    }

    private static string Moment(DateTime moment) => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static IReadOnlyList<SliceLoss> Worse(Yard yard, MonitorDefinition monitor, MonitorWindow[] windows)
    {
        if (windows.Length == 0)
        {
            return [];
        }

        using PredictionLog log = yard.Predictions.Open(monitor.Model!);
        Frame rows = log.Read(windows[0].Start, windows[^1].End);
        string[] slices = [.. rows.Columns.Where(column => PredictionColumns.IsInput(column.Name) && IsSliced(column)).Select(column => column.Name).Take(MostSliced)];
        return slices.Length == 0 ? [] : new PerformanceReader(log, slices).Read(windows.Where(window => window.Rows > 0).Select(window => (window.Start, window.End))).Worse;
    }

    private static bool IsSliced(Column column) => column.Kind is ColumnKind.Category or ColumnKind.Boolean or ColumnKind.Text && ColumnSummary.Of(column).Distinct is > 1 and <= MostLevels;
}
