using Modelyard.Lifecycle;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Lays runs out as a table.</summary>
internal static class RunTable
{
    private const string EstimatorName = "estimator", MetricTag = "metric", TestPrefix = "test/";

    public static readonly TableColumn[] Columns =
    [
        new("run", "Run", ColumnKind.Code),
        new("name", "Name") { IsSortable = true },
        new("kind", "Kind"),
        new("status", "Status", ColumnKind.State),
        new("started", "Started", ColumnKind.Time) { IsSortable = true },
        new("duration", "Duration", ColumnKind.Duration) { IsSortable = true },
        new("estimator", "Estimator"),
        new("metric", "Metric"),
        new("score", "Score", ColumnKind.Number) { Help = "On the test rows, of the metric beside it" },
        new("data", "Data"),
    ];

    public static DataTable Of(string name, string title, IReadOnlyList<Run> runs, DateTime now) =>
        new(name, title, Columns.Select(column => column with { IsSortable = false }).ToArray(), [.. runs.Select(run => Row(run, now))]);

    public static IReadOnlyList<Cell> Row(Run run, DateTime now)
    {
        RunMetric? score = Leading(run);
        return
        [
            new Cell(run.Id[..Math.Min(14, run.Id.Length)], PageUrl.Of("runs", run.Id)) { Note = run.Id },
            new Cell(run.Name),
            new Cell(run.Kind),
            Status(run),
            new Cell(run.Started),
            new Cell(((run.Ended?.UtcDateTime ?? now) - run.Started.UtcDateTime).TotalSeconds),
            new Cell(run.Hyperparameters.GetValueOrDefault(EstimatorName)),
            new Cell(score?.Name),
            new Cell(score?.Value),
            new Cell(run.Data is { } data ? Path.GetFileName(data.Path) : null) { Note = run.Data?.Path },
        ];
    }

    /// <summary>Finds the metric that stands for a run: that which it was to improve, else the first.</summary>
    public static RunMetric? Leading(Run run)
    {
        string? metric = run.Tags.GetValueOrDefault(MetricTag);
        return run.Metrics.Where(one => one.Name == TestPrefix + metric || one.Name == metric).MaxBy(one => one.Step)
            ?? run.Metrics.FirstOrDefault(one => one.Name.StartsWith(TestPrefix, StringComparison.Ordinal)) ?? (run.Metrics is [var any, ..] ? any : null);
    }

    public static Cell Status(Run run) => run.Status switch
    {
        RunStatus.Finished => new Cell("finished") { Tone = Tone.Good },
        RunStatus.Running => new Cell("running") { Tone = Tone.Notice },
        RunStatus.Failed => new Cell("failed") { Tone = Tone.Problem },
        RunStatus.Interrupted => new Cell("interrupted") { Tone = Tone.Warning, Note = "Its process is gone and it did not end." },
        _ => new Cell("cancelled") { Tone = Tone.Neutral },
    };
}
