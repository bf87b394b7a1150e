using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Monitoring;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Reads how a model did, as far as labels are known. It reads the log of the windows, and so only where it is asked for.</summary>
internal static class PerformanceReader
{
    private const string First = "first";
    private const int MostWindows = 30, MostSlices = 200;

    // About two seconds of reading.
    private const long MostRows = 500_000;

    private static readonly TableColumn[] WorseColumns = [new("slice", "Slice"), new("rows", "Labelled", ColumnKind.Count), new("loss", "Mean loss", ColumnKind.Number), new("other", "Elsewhere", ColumnKind.Number), new("p", "Adjusted p", ColumnKind.Chance)];

    public static MonitorPerformance Read(StudioYard yard, MonitorDefinition monitor, string metric, string? by, int last)
    {
        IReadOnlyList<MonitorWindow> windows = yard.Yard.Monitors.Windows(monitor.Name, Math.Min(last, MostWindows));
        int read = Fitting(windows);
        MonitoredPerformance known = read == 0 ? new MonitoredPerformance([], [], new Dictionary<string, (long, IReadOnlyList<RealisedMetric>)>(), []) : yard.Yard.Monitors.Performance(monitor.Name, by is null ? [] : [by], read);
        string[] names = [.. known.All.Select(one => one.Metric.Name)];
        int place = metric == First ? 0 : Array.IndexOf(names, metric);
        if (place < 0 && names.Length > 0)
        {
            throw PageQuery.Fault("metric", $"'metric' is '{metric}' and must be one of {string.Join(", ", names.Select(name => $"'{name}'"))}.");
        }

        TableColumn[] sliceColumns = [new("slice", "Slice"), new("rows", "Labelled", ColumnKind.Count), .. known.All.SelectMany(one => (TableColumn[])[new(one.Metric.Name, one.Metric.Title, ColumnKind.Number)])];
        return new MonitorPerformance(
            known.Windows.Sum(window => window.Labelled),
            names.Length == 0 ? metric : names[place],
            names,
            by,
            names.Length == 0 ? null : Chart(known, place),
            new DataTable("slices", by is null ? "Slices" : $"By {by}", sliceColumns, [.. known.Slices.Take(MostSlices).Select(slice => Row(slice.Key, slice.Value.Rows, slice.Value.Metrics, known.All.Count))]),
            new DataTable("worse", "Where errors are concentrated", WorseColumns, [.. known.Worse.Select(slice => (IReadOnlyList<Cell>)[new Cell(slice.Slice), new Cell(slice.Rows), new Cell(slice.Loss), new Cell(slice.OtherLoss), new Cell(slice.PValue)])]))
        {
            Unread = read == windows.Count ? null
                : $"{(read == 0 ? "None" : $"The latest {read}")} of {NumberText.Counted(windows.Count, "window")} {(read == 1 ? "was" : "were")} read, as together they hold {NumberText.Compact(windows.Sum(window => (double)window.Rows))} rows. A monitor that watches performance keeps its metrics, which are shown above; 'modelyard monitor performance {monitor.Name}{(by is null ? "" : $" --by {by}")}' reads all.",
        };
    }

    /// <summary>Counts the latest windows that are read while one waits.</summary>
    private static int Fitting(IReadOnlyList<MonitorWindow> windows)
    {
        long rows = 0;
        return windows.Reverse().TakeWhile(window => (rows += window.Rows) <= MostRows).Count();
    }

    private static IReadOnlyList<Cell> Row(string slice, long rows, IReadOnlyList<RealisedMetric> metrics, int count) =>
        [new Cell(slice), new Cell(rows), .. Enumerable.Range(0, count).Select(place => metrics.Count == 0 ? new Cell(null) : new Cell(metrics[place].Interval.Value) { Note = $"95 % from {NumberText.Value(metrics[place].Interval.Low)} to {NumberText.Value(metrics[place].Interval.High)}" })];

    private static ChartModel Chart(MonitoredPerformance known, int place)
    {
        LabelledWindow[] shown = [.. known.Windows.Where(window => window.Metrics.Count > 0)];
        RealisedMetric all = known.All[place];
        return new ChartModel(
            "performance", $"{all.Metric.Title} by window", ChartKind.Lines,
            new ChartAxis("beginning of the window", AxisKind.Time) { Positions = [.. shown.Select(window => (window.Start - DateTime.UnixEpoch).TotalMilliseconds)] },
            new ChartAxis(all.Metric.Title, AxisKind.Number),
            [
                new ChartSeries(all.Metric.Name, [.. shown.Select(window => window.Metrics[place].Interval.Value)]) { Low = [.. shown.Select(window => window.Metrics[place].Interval.Low)], High = [.. shown.Select(window => window.Metrics[place].Interval.High)] },
                new ChartSeries("all windows", [.. shown.Select(_ => all.Interval.Value)]) { IsBound = true },
            ])
        {
            Summary = $"{all.Metric.Title} is {NumberText.Value(all.Interval.Value)} [{NumberText.Value(all.Interval.Low)}, {NumberText.Value(all.Interval.High)}] over all {NumberText.Counted(known.Windows.Sum(window => window.Labelled), "labelled row")}; bands are 95 % intervals.",
        };
    }
}
