using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors.Figures;

/// <summary>Lays the figures of windows out as charts: whatever figures there are, by their names.</summary>
internal static class FigureReader
{
    private const int MostSeries = 8, MostTold = 20, MostSummed = 3;

    /// <summary>Reads the figures of windows.</summary>
    /// <param name="windows">The windows, the oldest first.</param>
    /// <param name="axis">The axis of the windows.</param>
    /// <param name="measure">The figure, or the chart, that is to be shown large; null for what was found last.</param>
    /// <returns>The figures; null if there are none.</returns>
    public static MonitorFigures? Read(IReadOnlyList<MonitorWindow> windows, ChartAxis axis, string? measure)
    {
        string[] names = [.. windows.SelectMany(window => window.Measures).Where(one => double.IsFinite(one.Value)).Select(one => one.Name).Distinct(StringComparer.Ordinal)];
        (FigureGroup Group, string[] Names)[] groups = [.. names.Select(name => (Group: FigureGroup.Of(name), Name: name)).GroupBy(one => one.Group.Name, StringComparer.Ordinal)
            .Select(group => (group.First().Group, Names: group.Select(one => one.Name).ToArray())).OrderBy(one => one.Group.Order)];
        if (measure is not null && !Array.Exists(groups, one => one.Group.Name == measure || one.Names.Contains(measure, StringComparer.Ordinal)))
        {
            throw PageQuery.Fault("measure", names.Length == 0
                ? $"'measure' is '{measure}', and no window has figures yet."
                : $"'measure' is '{measure}', which no window has. There are {string.Join(", ", names.Take(MostTold).Select(name => $"'{name}'"))}{(names.Length > MostTold ? " and others" : "")}.");
        }

        FigureChart[] charts = [.. groups.Select(one => Chart(one.Group, one.Names, windows, axis, measure))];
        return charts.Length == 0 ? null : new MonitorFigures(measure ?? Latest(charts), charts);
    }

    /// <summary>Determines whether a look found that a figure has changed.</summary>
    private static bool IsFound(WindowLook look, string measure) => look.IsFound && (look.Kind switch
    {
        WatchKind.Estimate => look.Subjects.Any(subject => MeasureNames.Estimated + Figure(subject) == measure),
        WatchKind.Together => measure.StartsWith(MeasureNames.Together, StringComparison.Ordinal) && look.Subjects.Contains(TogetherOf(measure), StringComparer.Ordinal),
        WatchKind.Explanations => look.Subjects.Any(subject => MeasureNames.Explained + subject == measure),
        WatchKind.Stream => measure == MeasureNames.Loss || look.Subjects.Any(detector => measure.StartsWith($"{MeasureNames.Stream}{detector}.", StringComparison.Ordinal)),
        _ => look.Subjects.Any(subject => subject == measure || Figure(subject) == measure) || measure.StartsWith($"{NameOf(look.Kind)}.", StringComparison.Ordinal),
    });

    /// <summary>Finds what a figure of columns together is of: a text, an embedding, or all columns.</summary>
    private static string TogetherOf(string measure)
    {
        int last = measure.LastIndexOf('.');
        return last < MeasureNames.Together.Length ? MeasureNames.AllColumns : measure[MeasureNames.Together.Length..last];
    }

    /// <summary>Names a look as it is written in commands.</summary>
    public static string NameOf(WatchKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Names the figure of a metric.</summary>
    private static string Figure(string metric) => metric.Replace('-', '_');

    /// <summary>Finds the chart that bears the latest mark; the first one if none does.</summary>
    private static string Latest(FigureChart[] charts) => charts.MaxBy(one => one.Chart.Series.Max(series => series.Marked.Count == 0 ? -1 : series.Marked.ToList().LastIndexOf(true)))!.Name;

    /// <summary>Takes the figures that are drawn of a chart of many: what was asked for, what has changed, and the greatest.</summary>
    private static string[] Shown(string[] names, IReadOnlyList<MonitorWindow> windows, string? measure) => names.Length <= MostSeries ? names :
    [
        .. names.OrderByDescending(name => (name == measure, windows.Any(window => window.Looks.Any(look => IsFound(look, name))), windows.Select(window => window.Measure(name)).Where(double.IsFinite).Average())).Take(MostSeries),
    ];

    private static FigureChart Chart(FigureGroup group, string[] names, IReadOnlyList<MonitorWindow> windows, ChartAxis axis, string? measure)
    {
        ChartSeries[] series = [.. Shown(names, windows, measure).Select(name => Series(name, windows))];
        int found = Enumerable.Range(0, windows.Count).Count(at => Array.Exists(series, one => one.Marked.Count > 0 && one.Marked[at]));
        string look = group.Look is { } kind ? NameOf(kind) : "";
        string summary = $"Last: {string.Join(", ", series.Take(MostSummed).Select(one => Told(one.Name, windows)))}.{Told(found, windows.Count)}{(series.Length < names.Length ? $" Of {names.Length}, {series.Length} are drawn." : "")}";
        return new FigureChart(group.Name, look, names, new ChartModel(NameOf(group), group.Title, ChartKind.Lines, axis, group.Axis, series) { Summary = summary });
    }

    /// <summary>Names a chart by letters that an address and a page can hold as they are.</summary>
    private static string NameOf(FigureGroup group) => $"figure-{string.Concat(group.Name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.' or '-' ? $"{sign}" : $"-{(int)sign:x}-"))}";

    private static ChartSeries Series(string name, IReadOnlyList<MonitorWindow> windows)
    {
        WindowMeasure[] measures = [.. windows.Select(window => window.Measures.FirstOrDefault(one => one.Name == name, new WindowMeasure(name, double.NaN)))];
        WindowLook?[] found = [.. windows.Select(window => window.Looks.FirstOrDefault(look => IsFound(look, name)))];
        bool hasBand = Array.Exists(measures, one => double.IsFinite(one.Low) && double.IsFinite(one.High)), isMarked = Array.Exists(found, one => one is not null);
        return new ChartSeries(name, [.. measures.Select(one => one.Value)])
        {
            Low = hasBand ? [.. measures.Select(one => one.Low)] : [],
            High = hasBand ? [.. measures.Select(one => one.High)] : [],
            Marked = isMarked ? [.. found.Select(one => one is not null)] : [],
            Notes = isMarked ? [.. found.Select(one => one?.Summary ?? "")] : [],
        };
    }

    private static string Told(string name, IReadOnlyList<MonitorWindow> windows)
    {
        WindowMeasure last = windows.SelectMany(window => window.Measures).Last(one => one.Name == name && double.IsFinite(one.Value));
        return $"{name} {NumberText.Value(last.Value)}{(double.IsFinite(last.Low) && double.IsFinite(last.High) ? $" [{NumberText.Value(last.Low)}, {NumberText.Value(last.High)}]" : "")}";
    }

    private static string Told(int found, int windows) => found == 0 ? "" : $" Found to have changed in {found} of {NumberText.Counted(windows, "window")}, which {(found == 1 ? "bears" : "bear")} a red diamond.";
}
