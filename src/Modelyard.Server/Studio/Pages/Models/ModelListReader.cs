using Modelyard.Lifecycle;
using Modelyard.Persistence;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Reads the list of registered models.</summary>
internal static class ModelListReader
{
    private const int Size = 50;

    private static readonly TableColumn[] Columns =
    [
        new("model", "Model") { IsSortable = true },
        new("predicts", "Predicts"),
        new("champion", "Champion", ColumnKind.Number) { IsSortable = true, Help = "The version that a plain name means" },
        new("newest", "Newest", ColumnKind.Number) { IsSortable = true, Help = "The version that was registered last" },
        new("state", "State", ColumnKind.State),
        new("estimator", "Estimator") { IsSortable = true },
        new("metric", "Metric"),
        new("score", "Score", ColumnKind.Number) { IsSortable = true, Help = "On the test rows, seen once" },
        new("versions", "Versions", ColumnKind.Count) { IsSortable = true },
        new("registered", "Newest since", ColumnKind.Time) { IsSortable = true },
    ];

    public static ModelListPage Read(StudioYard yard, PageRequest request)
    {
        string? search = request.Query.Text("q");
        IEnumerable<RegisteredModel> models = yard.Yard.Models.List().Where(model => search is null || model.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
        var table = new DataTable("models", "Models", Columns, [.. models.Select(model => Row(yard, model))]);
        return new ModelListPage(search, request.Cut(request.Sort(table), Size));
    }

    private static IReadOnlyList<Cell> Row(StudioYard yard, RegisteredModel model)
    {
        int? champion = model.Aliases.TryGetValue(ModelReference.Champion, out int version) ? version : null;
        ModelVersion meant = model.Versions.FirstOrDefault(one => one.Version == champion) ?? model.Latest;
        ModelManifest? manifest = yard.TryManifest(meant);
        MetricScore? score = manifest is null ? null : ModelScores.Leading(yard, meant, manifest);
        return
        [
            new Cell(model.Name, PageUrl.Of("models", model.Name)),
            new Cell(manifest?.TargetName),
            new Cell(champion, champion is null ? null : PageUrl.Of("models", model.Name, "versions", $"{champion}")),
            new Cell(model.Latest.Version, PageUrl.Of("models", model.Name, "versions", $"{model.Latest.Version}")),
            State(manifest, champion, model),
            new Cell(manifest?.Estimator),
            new Cell(score?.Name),
            new Cell(score?.Value),
            new Cell(model.Versions.Count),
            new Cell(model.Latest.Created),
        ];
    }

    private static Cell State(ModelManifest? manifest, int? champion, RegisteredModel model) =>
        manifest is null ? new Cell("unreadable") { Tone = Tone.Problem, Note = "The model file of the version that the name means is damaged or gone." }
        : champion is null ? new Cell("no champion") { Tone = Tone.Neutral, Note = "The name means the newest version, whatever it is." }
        : model.Latest.Version > champion ? new Cell("newer waits") { Tone = Tone.Notice, Note = $"Version {model.Latest.Version} is newer than the champion." }
        : new Cell("current") { Tone = Tone.Good, Note = "The champion is the newest version." };
}
