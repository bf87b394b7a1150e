using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Secrets;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Alarms;
using Modelyard.Server.Studio.Pages.Monitors.Figures;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Reads what a monitor saw.</summary>
internal static class MonitorReader
{
    private const int UsualWindows = 60, MostWindows = 1000, MostAlarms = 50, MostHeatRows = 40, MostMissing = 6;

    public static MonitorPage Read(StudioYard yard, PageRequest request)
    {
        MonitorDefinition monitor = yard.Yard.Monitors.Get(request.Route("name"));
        int last = request.Query.Number("last", UsualWindows, 1, MostWindows);
        IReadOnlyList<MonitorWindow> windows = yard.Yard.Monitors.Windows(monitor.Name, last);
        MonitorWindow? chosen = Chosen(request, windows);
        string? column = request.Query.Text("column");
        string[] columns = chosen is null ? [] : [.. chosen.Columns.Select(one => one.Name)];
        if (column is not null && columns.Length > 0 && !columns.Contains(column, StringComparer.Ordinal))
        {
            throw PageQuery.Fault("column", $"'column' is '{column}', which this window does not have. It has {string.Join(", ", columns.Take(20).Select(name => $"'{name}'"))}.");
        }

        MonitorFault? fault = yard.Yard.Monitors.Faults().FirstOrDefault(one => one.Monitor == monitor.Name);
        return new MonitorPage(
            monitor.Name,
            monitor.Model,
            monitor.Source.Query is { } query ? SecretText.Masked(query) : null,
            Facts(monitor, windows, yard.Yard.Alarms.Silences(request.Now), fault, yard.Yard.Alarms.List(monitor: monitor.Name).Count(alarm => alarm.State == AlarmState.Open)),
            fault?.Message,
            last,
            Chances(monitor, windows),
            windows.Count == 0 ? null : Rows(monitor, windows),
            Effects(monitor, windows),
            Missing(monitor, windows),
            chosen is null ? null : ComparisonReader.Read(yard, monitor, chosen, column, windows),
            columns,
            LookTable.Of(chosen),
            FigureReader.Read(windows, WindowAxis.Of(monitor, windows), request.Query.Text("measure")),
            monitor.Source.Kind == SourceKind.Log && request.Query.Text("metric") is { } metric ? PerformanceReader.Read(yard, monitor, metric, request.Query.Text("by"), last) : null,
            NoPerformance(monitor),
            WindowTable.Of("windows", "Windows", [.. windows.Reverse()], monitor.Name),
            AlarmTable.Of("alarms", "Alarms", yard.Yard.Alarms.List(all: true, monitor.Name, MostAlarms), isSortable: false));
    }

    /// <summary>Says why it cannot be said how a model did: answers and labels are known of a log alone.</summary>
    private static string? NoPerformance(MonitorDefinition monitor) => monitor.Source.Kind == SourceKind.Log ? null
        : $"{monitor.Name} watches {(monitor.Source.Kind == SourceKind.Files ? "files" : "a query")}. Neither what a model answered nor what came true is known of {(monitor.Source.Kind == SourceKind.Files ? "them" : "it")}, so that there are no metrics, estimates and latencies. A monitor of a log of predictions has them.";

    /// <summary>Makes the address of a column of a window.</summary>
    public static string LinkOf(string monitor, string? column, MonitorWindow window) => $"{LinkOf(monitor, window)}{(column is null ? "" : $"&column={Uri.EscapeDataString(column)}")}#column";

    /// <summary>Makes the address of what was looked at in a window.</summary>
    public static string LooksOf(string monitor, MonitorWindow window) => $"{LinkOf(monitor, window)}#looks";

    /// <summary>Writes the beginning of a window so that it is found again: windows of rows and files begin at any fraction of a second.</summary>
    public static string Written(DateTime start) => start.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    private static string LinkOf(string monitor, MonitorWindow window) => $"{PageUrl.Of("monitors", monitor)}?window={Written(window.Start)}{(window.Skip == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&skip={window.Skip}"))}";

    /// <summary>Finds the window that is looked at: that of the query, else the last that was compared, else the last at which something was looked.</summary>
    private static MonitorWindow? Chosen(PageRequest request, IReadOnlyList<MonitorWindow> windows)
    {
        int skip = request.Query.Number("skip", 0, 0, int.MaxValue);
        return request.Query.Moment("window") is { } start
            ? windows.FirstOrDefault(window => window.Start == start && window.Skip == skip)
                ?? throw PageQuery.Fault("window", $"'window' is '{CellText.Moment(start)}', and no window of the last {windows.Count} begins then. The table of windows lists them; '?last=NUMBER' shows more.")
            : windows.LastOrDefault(window => window.State is WindowState.Quiet or WindowState.Drifted) ?? windows.LastOrDefault(window => window.Looks.Count > 0);
    }

    private static IReadOnlyList<Fact> Facts(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows, IReadOnlyList<Silence> silences, MonitorFault? fault, int open)
    {
        MonitorWindow? last = windows is [.., var latest] ? latest : null;
        Silence? silence = silences.FirstOrDefault(one => one.Monitor == monitor.Name);
        return
        [
            new Fact("state", MonitorListReader.State(last, fault), ColumnKind.State, fault is null && last is not null ? MonitorListReader.WhatOf(last) : null),
            .. open == 0 ? Array.Empty<Fact>() : [new Fact("alarms", new Cell($"{open} open", PageUrl.Of("alarms") + $"?monitor={Uri.EscapeDataString(monitor.Name)}") { Tone = Tone.Warning }, ColumnKind.State)],
            .. monitor.Model is { } model ? [new Fact("model", new Cell(model, PageUrl.Of("models", model)))] : Array.Empty<Fact>(),
            .. monitor.Source.Kind == SourceKind.Log ? Array.Empty<Fact>() : [new Fact(monitor.Source.Kind == SourceKind.Files ? "files" : "database", MonitorListReader.SourceOf(monitor), Note: monitor.Source.Time is { } time ? $"times are in '{time}'" : "without a column of times")],
            new Fact("windows of", new Cell(monitor.IsBatches ? "a file each" : monitor.WindowRows is { } rows ? $"{rows:N0} rows" : CellText.Length(monitor.Window)), Note: $"compared with {monitor.Reference}"),
            new Fact("drifted", new Cell($"{windows.Count(window => window.State == WindowState.Drifted)} of {windows.Count}"), Note: "windows"),
            new Fact("false alarms", new Cell(monitor.FalseAlarms), ColumnKind.Share, "of all alarms, at most"),
            .. silence is null ? Array.Empty<Fact>() : [new Fact("silent until", new Cell(silence.Until), ColumnKind.Time, silence.Reason)],
        ];
    }

    private static ChartModel? Chances(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows)
    {
        MonitorWindow[] judged = [.. windows.Where(window => window.State is WindowState.Quiet or WindowState.Drifted)];
        const double Least = 1e-12;
        return judged.Length == 0 ? null : new ChartModel(
            "chances", "Chance of each window", ChartKind.Lines, WindowAxis.Of(monitor, judged), new ChartAxis("p, were nothing changed", AxisKind.Number) { IsLogarithmic = true, Minimum = Least, Maximum = 1 },
            [
                new ChartSeries("p", [.. judged.Select(window => Math.Max(Least, window.PValue))]) { Marked = [.. judged.Select(window => window.State == WindowState.Drifted)], Notes = [.. judged.Select(window => window.Summary)] },
                new ChartSeries("held against", [.. judged.Select(window => Math.Max(Least, window.Level))]) { IsBound = true },
            ])
        {
            Summary = $"{NumberText.Count(judged.Count(window => window.State == WindowState.Drifted))} of {NumberText.Counted(judged.Length, "window")} fell below what they were held against; they bear a red diamond. Below 1e-12 is drawn there.",
        };
    }

    private static ChartModel Rows(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows) => new(
        "rows", "Rows in each window", ChartKind.Bars, WindowAxis.Of(monitor, windows), new ChartAxis("rows", AxisKind.Number) { Minimum = 0 }, [new ChartSeries("rows", [.. windows.Select(window => (double)window.Rows)])])
    {
        Summary = $"{NumberText.Compact(windows.Sum(window => (double)window.Rows))} {(monitor.Source.Kind == SourceKind.Log ? "predictions" : "rows")} in {NumberText.Counted(windows.Count, "window")}.",
    };

    private static ChartModel? Effects(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows)
    {
        MonitorWindow[] shown = [.. windows.Where(window => window.Columns.Any(column => double.IsFinite(column.Effect)))];
        string[] names = [.. shown.SelectMany(window => window.Columns).GroupBy(column => column.Name, StringComparer.Ordinal)
            .OrderByDescending(column => column.Count(one => one.Drifted)).ThenByDescending(column => column.Max(one => double.IsNaN(one.Effect) || IsChance(one) ? 0 : one.Effect)).Take(MostHeatRows).Select(column => column.Key)];
        if (names.Length == 0)
        {
            return null;
        }

        Dictionary<string, WatchedColumn>[] known = [.. shown.Select(window => window.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal))];
        int moved = names.Count(name => known.Any(window => window.TryGetValue(name, out WatchedColumn? column) && column.Drifted));
        return new ChartModel("effects", "Columns by time", ChartKind.Heat, WindowAxis.Of(monitor, shown), new ChartAxis("effect", AxisKind.Number), [.. names.Select(name => SeriesOf(monitor.Name, name, known, shown))])
        {
            Summary = $"How far each of {NumberText.Counted(names.Length, "column")} was from the reference, as the greatest difference of shares; {(moved == 0 ? "none has" : $"{moved} {(moved == 1 ? "has" : "have")}")} moved in a window (!). Cells without colour are no farther off than chance explains: a column of many levels always is by some. Those that drifted most often stand first.",
        };
    }

    private static ChartSeries SeriesOf(string monitor, string name, Dictionary<string, WatchedColumn>[] known, MonitorWindow[] shown)
    {
        WatchedColumn?[] column = [.. known.Select(window => window.GetValueOrDefault(name))];
        int last = Array.FindLastIndex(column, one => one?.Drifted == true);
        return new ChartSeries(name, [.. column.Select(one => one?.Effect ?? double.NaN)])
        {
            Marked = [.. column.Select(one => one?.Drifted == true)],
            Faint = [.. column.Select(one => one is not null && IsChance(one))],
            Notes = [.. column.Select(one => one is null ? "" : IsChance(one) ? "no farther off than chance explains" : one.Evidence)],
            Link = LinkOf(monitor, name, shown[last < 0 ? shown.Length - 1 : last]),
        };
    }

    /// <summary>Determines whether a column is no farther off than one window in a hundred would be, were nothing changed: its effect is then that of few rows or many levels, and says nothing.</summary>
    private static bool IsChance(WatchedColumn column) => !column.Drifted && column.PValue > 0.01;

    private static ChartModel? Missing(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows)
    {
        MonitorWindow[] shown = [.. windows.Where(window => window.Columns.Count > 0)];
        string[] names = [.. shown.SelectMany(window => window.Columns).Where(column => column.Missing > 0).GroupBy(column => column.Name, StringComparer.Ordinal)
            .OrderByDescending(column => column.Max(one => one.Missing)).Take(MostMissing).Select(column => column.Key)];
        return names.Length == 0 ? null : new ChartModel(
            "missing", "Missing cells", ChartKind.Lines, WindowAxis.Of(monitor, shown), new ChartAxis("share of rows", AxisKind.Share) { Minimum = 0 },
            [.. names.Select(name => new ChartSeries(name, [.. shown.Select(window => window.Columns.FirstOrDefault(column => column.Name == name)?.Missing ?? double.NaN)]))])
        {
            Summary = $"Most are missing of {names[0]}, at most {NumberText.Percent(shown.SelectMany(window => window.Columns).Where(column => column.Name == names[0]).Max(column => column.Missing))} of a window.",
        };
    }

    /// <summary>Reads the missing cells over time for the pages of data.</summary>
    public static ChartModel? MissingOf(StudioYard yard, MonitorDefinition monitor) =>
        Missing(monitor, yard.Yard.Monitors.Windows(monitor.Name, UsualWindows)) is { } chart ? chart with { Title = $"Missing cells, as {monitor.Name} saw them" } : null;
}
