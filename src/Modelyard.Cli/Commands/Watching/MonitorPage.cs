using Modelyard.Charts;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Reports;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Writes what a monitor saw as a page: columns by time.</summary>
internal static class MonitorPage
{
    private const int MostColumns = 40, MostShown = 24;

    internal static void Write(string path, MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows, IReadOnlyList<Alarm> alarms)
    {
        HeatMapChart map = Map(monitor, windows);
        if (ChartPage.IsPicture(path))
        {
            ChartPage.Write(path, "", "", "", [map]);
            return;
        }

        string subtitle = MonitorText.Subject(monitor);
        ChartPage.Write(path, "Monitor", monitor.Name, subtitle, writer =>
        {
            foreach (Alarm alarm in alarms)
            {
                writer.Callout(alarm.Severity == AlarmSeverity.Critical ? CalloutKind.Problem : CalloutKind.Warning, $"Alarm {alarm.Id}, {Choice.Word(alarm.State)}, since {MonitorCommand.Moment(alarm.Since)}: {alarm.Summary}");
            }

            writer.KeyFigures(
            [
                new KeyFigure("windows", NumberText.Count(windows.Count)),
                new KeyFigure("drifted", NumberText.Count(windows.Count(window => window.State == WindowState.Drifted))),
                new KeyFigure("rows", NumberText.Compact(windows.Sum(window => (double)window.Rows))),
                new KeyFigure("false alarms", NumberText.Percent(monitor.FalseAlarms), "of all alarms, at most"),
            ]);
            writer.Section("columns", "Columns by time", "How far each column is from the reference, window by window: the greatest difference of shares.", section => section.Figure(map, wide: true));
            writer.Section("rows", "Rows", "", section => section.Figure(Rows(windows), wide: true));
            writer.Section("windows", "Windows", $"A window has drifted if the chance of it is below what it is held against: windows share {NumberText.Percent(monitor.FalseAlarms)}, ever less for each, and one that has drifted earns some back.", section => section.Table(new HtmlTable
            {
                Title = "Windows",
                Columns = [new HtmlColumn("window"), new HtmlColumn("state"), new HtmlColumn("rows", HtmlColumnKind.Number), new HtmlColumn("p", HtmlColumnKind.Number), new HtmlColumn("held against", HtmlColumnKind.Number), new HtmlColumn("what", HtmlColumnKind.Prose)],
                Rows = [.. windows.Reverse().Select(window => (IReadOnlyList<Markup>)[.. new[]
                {
                    MonitorCommand.Moment(window.Start), Choice.Word(window.State), NumberText.Count(window.Rows), Figures.Chance(window.PValue), Figures.Chance(window.Level), MonitorText.Summary(window),
                }.Select(Markup.Text)])],
            }));
        });
    }

    private static HeatMapChart Map(MonitorDefinition monitor, IReadOnlyList<MonitorWindow> windows)
    {
        MonitorWindow[] shown = [.. windows.Where(window => window.Columns.Any(column => double.IsFinite(column.Effect))).TakeLast(MostShown)];
        string[] names = [.. shown.SelectMany(window => window.Columns).GroupBy(column => column.Name, StringComparer.Ordinal)
            .OrderByDescending(column => column.Count(one => one.Drifted)).ThenByDescending(column => column.Max(one => double.IsNaN(one.Effect) ? 0 : one.Effect)).Take(MostColumns).Select(column => column.Key)];
        return new HeatMapChart
        {
            Title = "How far columns are from the reference",
            Description = shown.Length == 0 ? $"'{monitor.Name}' has no window yet that was compared." : $"{NumberText.Counted(names.Length, "column")} of '{monitor.Name}' in {NumberText.Counted(shown.Length, "window")}, those that drifted most often first.",
            Rows = names,
            Columns = [.. shown.Select(window => MonitorCommand.Moment(window.Start))],
            ColumnAxis = "beginning of the window (UTC)",
            FullAt = Math.Max(0.2, shown.SelectMany(window => window.Columns).Select(column => column.Effect).Where(double.IsFinite).DefaultIfEmpty().Max()),
            Values = [.. names.Select(name => (IReadOnlyList<double>)[.. shown.Select(window => window.Columns.FirstOrDefault(column => column.Name == name)?.Effect ?? double.NaN)])],
            Notes = [.. names.Select(name => (IReadOnlyList<string>)[.. shown.Select(window => window.Columns.FirstOrDefault(column => column.Name == name)?.Evidence ?? "")])],
            ValueText = effect => double.IsNaN(effect) ? "" : effect.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static LineChart Rows(IReadOnlyList<MonitorWindow> windows) => new()
    {
        Title = "Rows in each window",
        Description = $"The number of predictions in each of {NumberText.Counted(windows.Count, "window")}.",
        X = new Axis { Label = "beginning of the window (UTC)", Format = AxisFormat.Time },
        Y = new Axis { Label = "rows", Format = AxisFormat.Count, Minimum = 0 },
        Series = [new LineSeries { X = [.. windows.Select(window => (window.Start - DateTime.UnixEpoch).TotalSeconds)], Y = [.. windows.Select(window => (double)window.Rows)], Dots = true }],
    };
}
