using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Persistence;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Pages.Monitors;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Reads a model with its versions.</summary>
internal static class ModelReader
{
    private const int Size = 50, MostMoves = 100;

    private static readonly TableColumn[] Columns =
    [
        new("version", "Version", ColumnKind.Number) { IsSortable = true },
        new("aliases", "Aliases"),
        new("estimator", "Estimator") { IsSortable = true },
        new("metric", "Metric"),
        new("score", "Score", ColumnKind.Number) { IsSortable = true, Help = "On the test rows, seen once" },
        new("low", "95 % from", ColumnKind.Number),
        new("high", "to", ColumnKind.Number),
        new("registered", "Registered", ColumnKind.Time) { IsSortable = true },
        new("size", "Size", ColumnKind.Bytes) { IsSortable = true },
        new("run", "Run", ColumnKind.Code),
        new("tags", "Tags", ColumnKind.Prose),
    ];

    public static ModelPage Read(StudioYard yard, PageRequest request)
    {
        RegisteredModel model = yard.Yard.Models.Show(request.Route("name"));
        int? champion = model.Aliases.TryGetValue(ModelReference.Champion, out int version) ? version : null;
        ModelVersion meant = model.Versions.FirstOrDefault(one => one.Version == champion) ?? model.Latest;
        ModelManifest? manifest = yard.TryManifest(meant);
        (ModelVersion Version, ModelManifest? Manifest, MetricScore? Score)[] versions = [.. model.Versions.Take(VersionsOf(request)).Select(one => Known(yard, one))];
        var table = new DataTable("versions", "Versions", Columns, [.. versions.Select(one => Row(one.Version, one.Manifest, one.Score))]);
        DataTable sorted = request.Sort(table);
        int page = request.Page;
        IReadOnlyList<AliasMove> moves = yard.Yard.Models.Moves(model.Name, ModelReference.Champion, MostMoves);
        return new ModelPage(
            model.Name,
            [
                new Fact("predicts", new Cell(manifest?.TargetName), Note: manifest is null ? null : TaskOf(manifest)),
                new Fact("champion", new Cell(champion is null ? "none" : $"version {champion}", PageUrl.Of("models", model.Name, "versions", $"{meant.Version}")), Note: champion is null ? $"the name means version {meant.Version}" : null),
                new Fact("estimator", new Cell(manifest?.Estimator)),
                new Fact("inputs", new Cell(manifest?.Inputs.Count), ColumnKind.Count),
                new Fact("registered", new Cell(meant.Created.UtcDateTime), ColumnKind.Time),
            ],
            champion,
            ChampionHistory.Previous(model, moves),
            sorted with { Rows = [.. sorted.Rows.Skip((page - 1) * Size).Take(Size)], Paging = new Paging(page, Size, model.Versions.Count) },
            Scores([.. versions.Where(one => one.Score is not null).Reverse().Select(one => (one.Version, one.Score!))]),
            ChampionHistory.Table(yard, model, moves),
            MonitorListReader.Table([.. MonitorListReader.LastWindows(yard).Where(one => one.Monitor.Model == model.Name)], "monitors", "Monitors"));
    }

    public static string TaskOf(ModelManifest manifest) => manifest.Classes.Count > 0
        ? string.Join(", ", manifest.Classes.Take(6)) + (manifest.Classes.Count > 6 ? $" and {manifest.Classes.Count - 6} more" : "")
        : "a number";

    /// <summary>Says how many versions are read: those up to the end of the page that is shown, or all where they are sorted.</summary>
    private static int VersionsOf(PageRequest request) => request.Query.Text("sort") is null ? request.Page * Size : int.MaxValue;

    private static (ModelVersion Version, ModelManifest? Manifest, MetricScore? Score) Known(StudioYard yard, ModelVersion version)
    {
        ModelManifest? manifest = yard.TryManifest(version);
        return (version, manifest, manifest is null ? null : ModelScores.Leading(yard, version, manifest));
    }

    private static IReadOnlyList<Cell> Row(ModelVersion version, ModelManifest? manifest, MetricScore? score) =>
    [
        new Cell(version.Version, PageUrl.Of("models", version.Name, "versions", $"{version.Version}")),
        new Cell(string.Join(", ", version.Aliases)),
        new Cell(manifest?.Estimator ?? "unreadable") { Tone = manifest is null ? Tone.Problem : Tone.Neutral },
        new Cell(score?.Name),
        new Cell(score?.Value),
        new Cell(score?.Low),
        new Cell(score?.High),
        new Cell(version.Created),
        new Cell(version.Size),
        new Cell(version.RunId is { } run ? run[..Math.Min(14, run.Length)] : null, version.RunId is { } id ? PageUrl.Of("runs", id) : null),
        new Cell(string.Join(", ", version.Tags.Where(tag => !ChampionHistory.IsOwn(tag.Key)).Select(tag => $"{tag.Key}={tag.Value}"))),
    ];

    private static ChartModel? Scores(IReadOnlyList<(ModelVersion Version, MetricScore Score)> scored)
    {
        string? metric = scored is [.., var last] ? last.Score.Name : null;
        (ModelVersion Version, MetricScore Score)[] same = [.. scored.Where(one => one.Score.Name == metric)];
        return same.Length < 2 ? null : new ChartModel(
            "scores", $"{metric} by version", ChartKind.Lines,
            new ChartAxis("version", AxisKind.Category) { Categories = [.. same.Select(one => $"{one.Version.Version}")] },
            new ChartAxis(metric!, AxisKind.Number),
            [new ChartSeries(metric!, [.. same.Select(one => one.Score.Value)]) { Low = [.. same.Select(one => one.Score.Low)], High = [.. same.Select(one => one.Score.High)] }])
        {
            Summary = $"{metric} of {NumberText.Counted(same.Length, "version")}, from {NumberText.Value(same.Min(one => one.Score.Value))} to {NumberText.Value(same.Max(one => one.Score.Value))}; bands are 95 % intervals.",
        };
    }
}
