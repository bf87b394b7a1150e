using System.Globalization;
using Modelyard.Lifecycle;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Takes down on versions, as tags, who made them champion and when.</summary>
internal static class ChampionHistory
{
    private const string AtTag = "champion.at", ByTag = "champion.by";

    public static bool IsOwn(string tag) => tag is AtTag or ByTag;

    /// <summary>Lets the alias champion point to a version.</summary>
    public static void Promote(ModelRegistry models, string name, int version, string by, DateTime now)
    {
        RegisteredModel model = models.Show(name);
        if (model.Aliases.TryGetValue(ModelReference.Champion, out int before) && before != version && !model.Versions.First(one => one.Version == before).Tags.ContainsKey(AtTag))
        {
            // It became champion elsewhere; what is certain is that it was until now.
            models.SetTag(name, before, AtTag, Text(now.AddSeconds(-1)));
        }

        models.SetAlias(name, ModelReference.Champion, version);
        models.SetTag(name, version, AtTag, Text(now));
        models.SetTag(name, version, ByTag, by);
    }

    /// <summary>Finds the version that was champion before the one that is it now; null if that is not known.</summary>
    public static int? Previous(RegisteredModel model) => !model.Aliases.TryGetValue(ModelReference.Champion, out int champion) ? null : model.Versions
        .Where(version => version.Version != champion && version.Tags.ContainsKey(AtTag))
        .MaxBy(version => version.Tags[AtTag], StringComparer.Ordinal)?.Version;

    /// <summary>Says who made a version champion; null if that is not known.</summary>
    public static string? Told(ModelVersion version) =>
        version.Tags.TryGetValue(ByTag, out string? by) && version.Tags.TryGetValue(AtTag, out string? at) ? $"made champion by {by} at {at[..16].Replace('T', ' ')} UTC" : null;

    private static string Text(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
