using System.Globalization;
using Modelyard.Frames.Lineage;
using Modelyard.Lifecycle.Training;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Provenance;

/// <summary>Gathers the nodes of a lineage, each once.</summary>
internal sealed class LineageWalk(Yard yard)
{
    private readonly List<LineageNode> _nodes = [];
    private readonly HashSet<LineageLink> _links = [];
    private readonly List<InputOrigin> _columns = [];

    internal LineageNode Add(LineageNode node)
    {
        if (_nodes.FirstOrDefault(known => known.Id == node.Id) is { } there)
        {
            return there;
        }

        _nodes.Add(node);
        return node;
    }

    internal void Link(LineageNode from, LineageNode to) => _links.Add(new LineageLink(from.Id, to.Id));

    /// <summary>Adds a version and all that it came of.</summary>
    internal LineageNode AddVersion(ModelVersion version, string? aliasesThen)
    {
        ModelManifest manifest = Manifest(yard, version);
        LineageNode node = Add(new LineageNode(version.Reference, LineageNodeKind.Version, version.Reference)
        {
            Facts = [.. Present(
                ("estimator", manifest.Estimator), ("created", Moment(version.Created)), ("aliases", string.Join(", ", version.Aliases)), ("aliases then", aliasesThen ?? ""), ("sha256", version.Digest), ("description", version.Description ?? ""))],
        });
        if (yard.Runs.TryGet(version.RunId) is { } run)
        {
            Link(AddRun(run, manifest), node);
        }
        else if (AddTable(manifest.Lineage.GetValueOrDefault("data") ?? "", manifest.Lineage.GetValueOrDefault("data sha256"), manifest.Lineage.GetValueOrDefault("data rows"), manifest) is { } table)
        {
            Link(table, node);
        }

        return node;
    }

    /// <summary>Adds a run and its table.</summary>
    internal LineageNode AddRun(Run run, ModelManifest? manifest = null)
    {
        LineageNode node = Add(new LineageNode(run.Id, LineageNodeKind.Run, run.Id)
        {
            Facts = [.. Present(
                ("kind", run.Kind), ("started", Moment(run.Started)), ("status", run.Status.ToString().ToLowerInvariant()), ("command", run.CommandLine ?? ""), ("seed", run.Seed?.ToString(CultureInfo.InvariantCulture) ?? ""),
                ("commit", run.Environment.GetValueOrDefault("commit") ?? ""), ("retrained from", run.Tags.GetValueOrDefault("retrained from") ?? ""), ("recipe", manifest?.Lineage.GetValueOrDefault(TrainingRecipe.Key) ?? ""))],
        });
        if (run.Data is { } data && AddTable(data.Path, data.Digest, data.Rows?.ToString(CultureInfo.InvariantCulture), manifest) is { } table)
        {
            Link(table, node);
        }

        return node;
    }

    /// <summary>Says of a version how many answers it gave; of how many the labels are known is null if that was not counted.</summary>
    internal void Count(string reference, long predictions, long? labels)
    {
        int place = _nodes.FindIndex(node => node.Id == reference);
        if (place >= 0)
        {
            _nodes[place] = _nodes[place] with { Facts = [.. _nodes[place].Facts, KeyValuePair.Create("predictions", string.Create(CultureInfo.InvariantCulture, $"{predictions:N0}{(labels is { } known ? $", {known:N0} of them with labels" : "")}"))] };
        }
    }

    internal LineageGraph ToGraph(string title) => new(title, _nodes, [.. _links]) { Columns = [.. _columns.Distinct()] };

    internal static ModelManifest Manifest(Yard yard, ModelVersion version)
    {
        using Stream file = yard.Artifacts.Open(version.Digest);
        return ModelFile.ReadManifest(file);
    }

    /// <summary>Finds where the table of a model comes from; null if the model does not tell.</summary>
    internal static LineageStep? Table(ModelManifest manifest) => manifest.Lineage.TryGetValue(TrainingJob.TableLineageKey, out string? text) ? LineageFile.FromText(text) : null;

    private LineageNode? AddTable(string path, string? digest, string? rows, ModelManifest? manifest)
    {
        if (path.Length == 0 && digest is null)
        {
            return null;
        }

        LineageNode node = Add(new LineageNode($"data {digest ?? path}", LineageNodeKind.Data, Path.GetFileName(path)) { Facts = [.. Present(("path", path), ("sha256", digest ?? ""), ("rows", rows ?? ""))] });
        if (manifest is not null && Table(manifest) is { } lineage)
        {
            AddSteps(lineage, node);
            foreach (string input in manifest.Inputs.Select(input => input.Name).Where(lineage.Has))
            {
                _columns.AddRange(lineage.SourcesOf(input).Select(origin => new InputOrigin(input, origin.Step.Source?.Name ?? origin.Step.Verb, origin.Column)));
            }
        }
        else if (manifest is not null)
        {
            _columns.AddRange(manifest.Inputs.Select(input => new InputOrigin(input.Name, Path.GetFileName(path), input.Name)));
        }

        return node;
    }

    private void AddSteps(LineageStep lineage, LineageNode table)
    {
        IReadOnlyList<LineageStep> history = lineage.History();
        Dictionary<LineageStep, LineageNode> nodes = history.Select((step, i) => (step, Node: Add(new LineageNode($"{table.Id} step {i}", LineageNodeKind.Step, step.Source is { } source ? Path.GetFileName(source.Name) : step.Verb)
        {
            Facts = [.. Present(
                [("verb", step.Verb), ("sha256", step.Source?.Digest ?? ""), .. step.Parameters.Select(parameter => (parameter.Key, parameter.Value)), ("rows", step.Rows?.ToString(CultureInfo.InvariantCulture) ?? "")])],
        }))).ToDictionary(pair => pair.step, pair => pair.Node);
        foreach (LineageStep step in history)
        {
            foreach (LineageStep input in step.Inputs.Distinct())
            {
                Link(nodes[input], nodes[step]);
            }
        }

        Link(nodes[lineage], table);
    }

    private static IEnumerable<KeyValuePair<string, string>> Present(params IEnumerable<(string Name, string Value)> facts) => facts.Where(fact => fact.Value.Length > 0).Select(fact => KeyValuePair.Create(fact.Name, fact.Value));

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
