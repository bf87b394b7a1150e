using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Reads runs to be compared.</summary>
internal static class RunComparisonReader
{
    private const int MostRuns = 50, MostAxes = 10;

    public static RunComparisonPage Read(StudioYard yard, PageRequest request)
    {
        string[] ids = [.. request.Context.Request.Query["ids"].SelectMany(one => (one ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];
        if (ids.Length is < 2 or > MostRuns)
        {
            throw PageQuery.Fault("ids", $"'ids' names {NumberText.Counted(ids.Length, "run")} and must name 2 to {MostRuns}, as in '?ids=RUN,RUN'. Choose them in the list of runs.");
        }

        RunComparison comparison = Compare(yard, ids);
        TableColumn[] columns = [new("kind", "Kind"), new("name", "Name"), .. comparison.Runs.Select(run => new TableColumn(run.Id, Short(run), ColumnKind.Prose))];
        return new RunComparisonPage(
            [.. comparison.Runs.Select(run => run.Id)],
            Axes(comparison.Runs),
            RunTable.Of("runs", "Runs", comparison.Runs, request.Now),
            new DataTable("differences", "Differences", columns, [.. comparison.Differences.Select(Row)]));
    }

    private static RunComparison Compare(StudioYard yard, string[] ids)
    {
        try
        {
            return yard.Yard.Runs.Compare(ids);
        }
        catch (YardException fault)
        {
            throw new StudioFaultException(404, "ids", "not_found", fault.Message);
        }
    }

    private static string Short(Run run) => $"{run.Name} {run.Id[..Math.Min(14, run.Id.Length)]}";

    private static IReadOnlyList<Cell> Row(RunDifference difference) =>
        [new Cell(difference.Kind), new Cell(difference.Name), .. difference.Values.Select(value => new Cell(difference.Kind == "metric" && Number(value) is { } number ? NumberText.Value(number) : value) { Note = value })];

    /// <summary>Finds numbers that two runs or more have and that are not the same in all: hyperparameters first, then metrics.</summary>
    private static ChartModel? Axes(IReadOnlyList<Run> runs)
    {
        Dictionary<string, double>[] numbers = [.. runs.Select(run => run.Hyperparameters.Select(one => (one.Key, Number(one.Value)))
            .Concat(run.Metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal).Select(metric => (metric.Key, (double?)metric.MaxBy(one => one.Step)!.Value)))
            .Where(one => one.Item2 is { } number && double.IsFinite(number))
            .DistinctBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Item2!.Value, StringComparer.Ordinal))];
        string[] axes = [.. numbers.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal)
            .Where(name => numbers.Count(one => one.ContainsKey(name)) >= 2 && numbers.Where(one => one.ContainsKey(name)).Select(one => one[name]).Distinct().Count() > 1)
            .OrderBy(name => name.Contains('/', StringComparison.Ordinal)).Take(MostAxes)];
        return axes.Length < 2 ? null : new ChartModel(
            "axes", "Across parallel axes", ChartKind.Parallel, new ChartAxis("value", AxisKind.Category) { Categories = axes }, new ChartAxis("", AxisKind.Number),
            [.. runs.Select((run, at) => new ChartSeries(Short(run), [.. axes.Select(axis => numbers[at].GetValueOrDefault(axis, double.NaN))]) { Link = PageUrl.Of("runs", run.Id) })])
        {
            Summary = $"{NumberText.Counted(runs.Count, "run")} across {string.Join(", ", axes)}.",
        };
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
