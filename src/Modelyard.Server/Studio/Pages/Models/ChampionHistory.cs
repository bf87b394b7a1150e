using System.Globalization;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Tells which versions were champion, and takes down on versions, as tags, who made them so and when.</summary>
internal static class ChampionHistory
{
    private const int MostExecutions = 200;
    private const string AtTag = "champion.at", ByTag = "champion.by";
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    private static readonly TableColumn[] Columns = [new("since", "Since", ColumnKind.Time), new("until", "Until", ColumnKind.Time), new("champion", "Champion"), new("by", "Made so by", ColumnKind.Prose) { Help = "Where nothing stands, the command or a program moved the alias" }];

    public static bool IsOwn(string tag) => tag is AtTag or ByTag;

    /// <summary>Lets the alias champion point to a version.</summary>
    public static void Promote(ModelRegistry models, string name, int version, string by, DateTime now)
    {
        RegisteredModel model = models.Show(name);
        if (model.Aliases.TryGetValue(ModelReference.Champion, out int before) && before != version && models.Moves(name, ModelReference.Champion, 1).Count == 0 && !model.Versions.First(one => one.Version == before).Tags.ContainsKey(AtTag))
        {
            // It became champion before moves were written down; what is certain is that it was until now.
            models.SetTag(name, before, AtTag, Text(now.AddSeconds(-1)));
        }

        models.SetAlias(name, ModelReference.Champion, version);
        models.SetTag(name, version, AtTag, Text(now));
        models.SetTag(name, version, ByTag, by);
    }

    /// <summary>Finds the version that was champion before the one that is it now, whoever moved the alias; null if that is not known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="moves">Where the alias has pointed, the latest first.</param>
    public static int? Previous(RegisteredModel model, IReadOnlyList<AliasMove> moves)
    {
        int? champion = model.Aliases.TryGetValue(ModelReference.Champion, out int version) ? version : null;
        return moves.FirstOrDefault(move => move.Version is { } other && other != champion && model.Versions.Any(one => one.Version == other))?.Version ?? Tagged(model, champion);
    }

    /// <summary>Lays out which versions were champion, since when and by whom.</summary>
    public static DataTable Table(StudioYard yard, RegisteredModel model, IReadOnlyList<AliasMove> moves)
    {
        IReadOnlyList<Execution> executions = moves.Count == 0 ? [] : yard.Yard.Automations.History(limit: MostExecutions);
        return new DataTable("champions", "Champions", Columns, [.. moves.Select((move, at) => (IReadOnlyList<Cell>)
        [
            new Cell(move.Moved),
            new Cell(at == 0 ? null : moves[at - 1].Moved),
            move.Version is { } version ? new Cell($"version {version}", PageUrl.Of("models", model.Name, "versions", $"{version}")) : new Cell("none"),
            new Cell(By(model, move, executions)),
        ])]);
    }

    /// <summary>Finds the version that older yards say was champion, which took that down as tags alone.</summary>
    private static int? Tagged(RegisteredModel model, int? champion) => champion is null ? null : model.Versions
        .Where(version => version.Version != champion && version.Tags.ContainsKey(AtTag))
        .MaxBy(version => version.Tags[AtTag], StringComparer.Ordinal)?.Version;

    /// <summary>Says who moved the alias, as far as that was taken down: here, or by who or what decided on a challenger.</summary>
    private static string? By(RegisteredModel model, AliasMove move, IReadOnlyList<Execution> executions)
    {
        if (executions.FirstOrDefault(one => one.Challenger == move.Version && one.Challenger is not null && one.Decided is { } decided && (decided - move.Moved).Duration() < Near) is { } execution)
        {
            return $"{execution.Rule.Name}, decided by {execution.DecidedBy}";
        }

        ModelVersion? version = model.Versions.FirstOrDefault(one => one.Version == move.Version);
        return version is not null && version.Tags.TryGetValue(ByTag, out string? by) && version.Tags.TryGetValue(AtTag, out string? at)
            && DateTime.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime moment) && (moment - move.Moved).Duration() < Near ? by : null;
    }

    /// <summary>Says who made a version champion; null if that is not known.</summary>
    public static string? Told(ModelVersion version) =>
        version.Tags.TryGetValue(ByTag, out string? by) && version.Tags.TryGetValue(AtTag, out string? at) ? $"made champion by {by} at {at[..16].Replace('T', ' ')} UTC" : null;

    private static string Text(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
