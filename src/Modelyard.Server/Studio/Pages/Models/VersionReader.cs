using System.Globalization;
using Modelyard.Charts;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Reads the card of a version.</summary>
internal static class VersionReader
{
    private const string ReportName = "report.html";

    private static readonly TableColumn[] MetricColumns = [new("metric", "Metric"), new("value", "Value", ColumnKind.Number), new("low", "95 % from", ColumnKind.Number), new("high", "to", ColumnKind.Number)];

    private static readonly TableColumn[] NameColumns = [new("name", "Name"), new("value", "Value", ColumnKind.Prose)];

    public static VersionPage Read(StudioYard yard, PageRequest request)
    {
        ModelVersion version = yard.Yard.Models.Resolve($"{request.Route("name")}:{request.Route("version")}");
        RegisteredModel model = yard.Yard.Models.Show(version.Name);
        ModelManifest? manifest = yard.TryManifest(version);
        ModelVersion? champion = model.Aliases.TryGetValue(ModelReference.Champion, out int number) ? model.Versions.First(one => one.Version == number) : null;
        Run? run = version.RunId is { } id ? yard.TryRun(id) : null;
        MetricScore? score = manifest is null ? null : ModelScores.Leading(yard, version, manifest);
        return new VersionPage(
            version.Name,
            version.Version,
            champion?.Version == version.Version,
            Facts(version, manifest, score),
            manifest is null ? $"The file of {version.Reference} is damaged or gone; its digest is {version.Digest}. Restore it from a copy of the yard." : null,
            PromotionGates.Check(yard, version, manifest, champion),
            new DataTable("metrics", "Metrics", MetricColumns, [.. (manifest?.Metrics ?? []).Select(one => (IReadOnlyList<Cell>)[new Cell(one.Name), new Cell(one.Value), new Cell(one.Low), new Cell(one.High)])]),
            ProfileTable.Of("inputs", "Inputs", manifest?.Inputs, manifest?.Profile),
            new DataTable("hyperparameters", "Hyperparameters", NameColumns, [.. (manifest?.Hyperparameters ?? new Dictionary<string, string>()).Select(one => Row(one.Key, one.Value))]),
            new DataTable("lineage", "Lineage", NameColumns, [.. Lineage(version, manifest)]),
            run?.Artifacts.Any(artifact => artifact.Name == ReportName) == true ? PageUrl.Of("runs", run.Id, "artifacts", ReportName) : null)
        {
            LineagePicture = Picture(version, manifest, run),
        };
    }

    private static IReadOnlyList<Fact> Facts(ModelVersion version, ModelManifest? manifest, MetricScore? score) =>
    [
        new Fact("aliases", new Cell(version.Aliases.Count == 0 ? "none" : string.Join(", ", version.Aliases)), Note: ChampionHistory.Told(version)),
        .. score is null ? Array.Empty<Fact>() : [new Fact(score.Name, new Cell(score.Value), ColumnKind.Number, $"95 % from {NumberText.Value(score.Low)} to {NumberText.Value(score.High)}")],
        new Fact("estimator", new Cell(manifest?.Estimator)),
        new Fact("predicts", new Cell(manifest?.TargetName), Note: manifest is null ? null : ModelReader.TaskOf(manifest)),
        new Fact("size", new Cell(version.Size), ColumnKind.Bytes),
        new Fact("registered", new Cell(version.Created.UtcDateTime), ColumnKind.Time),
    ];

    private static IReadOnlyList<Cell> Row(string name, string? value, string? link = null) => [new Cell(name), new Cell(value, link)];

    private static IEnumerable<IReadOnlyList<Cell>> Lineage(ModelVersion version, ModelManifest? manifest)
    {
        yield return Row("digest", version.Digest);
        if (version.RunId is { } run)
        {
            yield return Row("run", run, PageUrl.Of("runs", run));
        }

        if (version.Description is { } description)
        {
            yield return Row("description", description);
        }

        foreach ((string key, string value) in (manifest?.Lineage ?? new Dictionary<string, string>()).Where(one => one.Key is not ("run" or TrainingJob.TableLineageKey)))
        {
            yield return Row(key, value);
        }

        foreach ((string key, string value) in version.Tags)
        {
            yield return Row(key, value);
        }
    }

    /// <summary>Draws data, run, version and aliases, each a box.</summary>
    private static string Picture(ModelVersion version, ModelManifest? manifest, Run? run)
    {
        List<DiagramBox> boxes = [];
        if (run?.Data is { } data)
        {
            boxes.Add(new DiagramBox(Path.GetFileName(data.Path))
            {
                Color = 5,
                Lines = [.. data.Rows is { } rows ? [new DiagramLine($"{NumberText.Count(rows)} rows")] : Array.Empty<DiagramLine>(), .. data.Digest is { } digest ? [new DiagramLine("sha256", digest[..12])] : Array.Empty<DiagramLine>()],
            });
        }

        if (run is not null)
        {
            boxes.Add(new DiagramBox($"run {run.Id[..Math.Min(14, run.Id.Length)]}")
            {
                Lines = [new DiagramLine(run.Kind, $"seed {run.Seed?.ToString(CultureInfo.InvariantCulture) ?? "not known"}"), new DiagramLine(run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))],
            });
        }

        boxes.Add(new DiagramBox(version.Reference) { Color = 2, Lines = [new DiagramLine(manifest?.Estimator ?? "unreadable"), new DiagramLine("sha256", version.Digest[..12])] });
        boxes.AddRange(version.Aliases.Select(alias => new DiagramBox($"{version.Name}@{alias}") { Color = 3, Lines = [new DiagramLine("alias")] }));
        int trunk = boxes.Count - version.Aliases.Count;
        return new DiagramChart
        {
            Title = "Lineage",
            Description = $"{version.Reference} and what it comes from.",
            Boxes = boxes,
            Links = [.. Enumerable.Range(1, boxes.Count - 1).Select(i => new DiagramLink(boxes[Math.Min(i, trunk) - 1].Title, boxes[i].Title))],
        }.ToSvg(ChartTheme.Embedded);
    }
}
