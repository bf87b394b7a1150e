using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Reads a run.</summary>
internal static class RunReader
{
    private const int MostParts = 200, MostProgress = 12, MostSteps = 500;

    private static readonly TableColumn[] MetricColumns = [new("metric", "Metric"), new("value", "Value", ColumnKind.Number), new("steps", "Steps", ColumnKind.Count), new("time", "Written", ColumnKind.Time)];
    private static readonly TableColumn[] NameColumns = [new("name", "Name"), new("value", "Value", ColumnKind.Prose)];
    private static readonly TableColumn[] ArtifactColumns = [new("artifact", "Artifact"), new("size", "Size", ColumnKind.Bytes), new("digest", "SHA-256", ColumnKind.Code)];

    public static RunPage Read(StudioYard yard, PageRequest request)
    {
        Run run = yard.Yard.Runs.Get(request.Route("id"));
        IGrouping<string, RunMetric>[] metrics = [.. run.Metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal)];
        return new RunPage(
            run.Id,
            run.Name,
            run.Status == RunStatus.Running,
            Facts(run, request.Now),
            run.CommandLine,
            run.Warnings,
            [.. metrics.Where(metric => metric.Skip(1).Any()).Take(MostProgress).Select((metric, at) => Progress(metric.Key, [.. metric.OrderBy(one => one.Step)], at))],
            new DataTable("metrics", "Metrics", MetricColumns, [.. metrics.Select(metric => Row(metric.MaxBy(one => one.Step)!, metric.Count()))]),
            Pairs("hyperparameters", "Hyperparameters", run.Hyperparameters.Select(one => (one.Key, (string?)one.Value))),
            RunTable.Of("parts", "Parts", yard.Yard.Runs.List(new RunFilter { Parent = run.Id }, MostParts), request.Now),
            new DataTable("artifacts", "Artifacts", ArtifactColumns, [.. run.Artifacts.Select(artifact => (IReadOnlyList<Cell>)[new Cell(artifact.Name, PageUrl.Of("runs", run.Id, "artifacts", artifact.Name)), new Cell(artifact.Size), new Cell(artifact.Digest)])]),
            Pairs("context", "Context", Context(run)));
    }

    private static IReadOnlyList<Fact> Facts(Run run, DateTime now)
    {
        RunMetric? score = RunTable.Leading(run);
        return
        [
            new Fact("name", new Cell(run.Name), Note: run.Kind),
            new Fact("status", RunTable.Status(run), ColumnKind.State),
            .. score is null ? Array.Empty<Fact>() : [new Fact(score.Name, new Cell(score.Value), ColumnKind.Number)],
            new Fact("started", new Cell(run.Started.UtcDateTime), ColumnKind.Time),
            new Fact("duration", new Cell(((run.Ended?.UtcDateTime ?? now) - run.Started.UtcDateTime).TotalSeconds), ColumnKind.Duration),
            new Fact("data", new Cell(run.Data is { } data ? Path.GetFileName(data.Path) : null), Note: run.Data?.Rows is { } rows ? NumberText.Counted(rows, "row") : null),
        ];
    }

    private static IEnumerable<(string Name, string? Value)> Context(Run run) =>
    [
        ("data", run.Data?.Path),
        ("data sha256", run.Data?.Digest),
        ("seed", run.Seed?.ToString(CultureInfo.InvariantCulture)),
        ("part of", run.Parent),
        .. run.Tags.Select(tag => (tag.Key, (string?)tag.Value)),
        .. run.Durations.Select(duration => ($"time of {duration.Key}", (string?)NumberText.Duration(duration.Value.TotalSeconds))),
        .. run.Environment.Select(one => (one.Key, (string?)one.Value)),
    ];

    private static DataTable Pairs(string name, string title, IEnumerable<(string Name, string? Value)> pairs) =>
        new(name, title, NameColumns, [.. pairs.Where(pair => pair.Value is not null).Select(pair => (IReadOnlyList<Cell>)[new Cell(pair.Name), new Cell(pair.Value)])]);

    private static IReadOnlyList<Cell> Row(RunMetric last, int steps) => [new Cell(last.Name), new Cell(last.Value), new Cell(steps), new Cell(last.Time)];

    private static ChartModel Progress(string name, RunMetric[] steps, int at)
    {
        // A long history keeps its ends and every so many steps between.
        int stride = Math.Max(1, (steps.Length + MostSteps - 1) / MostSteps);
        RunMetric[] shown = [.. steps.Where((_, i) => i % stride == 0 || i == steps.Length - 1)];
        return new ChartModel(
            $"progress-{at + 1}", name, ChartKind.Lines, new ChartAxis("step", AxisKind.Number) { Positions = [.. shown.Select(one => (double)one.Step)] }, new ChartAxis(name, AxisKind.Number), [new ChartSeries(name, [.. shown.Select(one => one.Value)])])
        {
            Summary = $"{name} of {NumberText.Counted(steps.Length, "step")}: first {NumberText.Value(steps[0].Value)}, last {NumberText.Value(steps[^1].Value)}.",
        };
    }
}
