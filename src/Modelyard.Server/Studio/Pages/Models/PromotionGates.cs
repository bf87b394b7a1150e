using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Lifecycle;
using Modelyard.Metrics;
using Modelyard.Persistence;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Checks what should hold before a version takes the place of the champion.</summary>
internal static class PromotionGates
{
    private const int MostNames = 5;

    public static IReadOnlyList<Gate> Check(StudioYard yard, ModelVersion version, ModelManifest? manifest, ModelVersion? champion)
    {
        if (manifest is null)
        {
            return [Digest(yard, version)];
        }

        ModelManifest? now = champion is null || champion.Version == version.Version ? null : yard.TryManifest(champion);
        return
        [
            Digest(yard, version),
            manifest.Profile is { } profile
                ? new Gate("profile", Tone.Good, "holds", $"It knows its training data ({NumberText.Counted(profile.Rows, "row")}): drift can be seen, and its form has ranges.")
                : new Gate("profile", Tone.Warning, "missing", "It has no profile of its training data: monitors cannot compare with them. Train it again with this version of Modelyard."),
            now is null ? new Gate("inputs", Tone.Neutral, "nothing to compare", champion is null ? "There is no champion." : "It is the champion.") : Inputs(manifest, now),
            now is null ? new Gate("metric", Tone.Neutral, "nothing to compare", champion is null ? "There is no champion." : "It is the champion.") : Metric(yard, version, manifest, now),
        ];
    }

    private static Gate Digest(StudioYard yard, ModelVersion version)
    {
        try
        {
            yard.Yard.Artifacts.Open(version.Digest).Dispose();
            return new Gate("file", Tone.Good, "holds", $"The file has the digest that was registered, {version.Digest[..12]}.");
        }
        catch (YardException fault)
        {
            return new Gate("file", Tone.Problem, "broken", fault.Message);
        }
    }

    /// <summary>Checks that what callers send to the champion is enough, and that what they get is of the same kind.</summary>
    private static Gate Inputs(ModelManifest candidate, ModelManifest champion)
    {
        if (candidate.TargetName != champion.TargetName || !candidate.Classes.SequenceEqual(champion.Classes, StringComparer.Ordinal))
        {
            return new Gate("inputs", Tone.Problem, "other target", $"It predicts '{candidate.TargetName}' ({ModelReader.TaskOf(candidate)}), and the champion '{champion.TargetName}' ({ModelReader.TaskOf(champion)}): callers would get other answers.");
        }

        string[] missing = [.. candidate.Inputs.Where(input => Of(champion, input.Name)?.Kind != input.Kind).Select(input => $"'{input.Name}'")];
        if (missing.Length > 0)
        {
            return new Gate("inputs", Tone.Problem, "narrower", $"It asks for {Names(missing)}, which callers of the champion do not send, or not as this kind.");
        }

        string[] fewer = [.. candidate.Inputs.Where(input => Of(champion, input.Name)!.Levels.Except(input.Levels, StringComparer.Ordinal).Any()).Select(input => $"'{input.Name}'")];
        return fewer.Length > 0
            ? new Gate("inputs", Tone.Warning, "fewer levels", $"It does not know all levels that the champion knows of {Names(fewer)}; they count as unseen.")
            : new Gate("inputs", Tone.Good, "holds", "What callers of the champion send is enough for it.");
    }

    private static Gate Metric(StudioYard yard, ModelVersion version, ModelManifest candidate, ModelManifest champion)
    {
        MetricScore? score = ModelScores.Leading(yard, version, candidate), held = champion.Metrics.FirstOrDefault(one => one.Name == score?.Name);
        IMetric? metric = score is null ? null : MetricCatalogue.All.FirstOrDefault(one => one.Name == score.Name);
        if (score is null || held is null || metric is null)
        {
            return new Gate("metric", Tone.Neutral, "not known", "The two have no metric in common.");
        }

        string told = $"{score.Name} {NumberText.Value(score.Value)}, and the champion {NumberText.Value(held.Value)} [{NumberText.Value(held.Low)}, {NumberText.Value(held.High)}]";
        double lead = metric.HigherIsBetter ? score.Value - held.Value : held.Value - score.Value;
        bool isBeyond = metric.HigherIsBetter ? score.Value < held.Low : score.Value > held.High;
        return lead >= 0 ? new Gate("metric", Tone.Good, "holds", $"{told}.")
            : isBeyond ? new Gate("metric", Tone.Problem, "worse", $"{told}: it is below what the champion may be.")
            : new Gate("metric", Tone.Warning, "a little worse", $"{told}: within what chance of the test rows explains.");
    }

    private static Feature? Of(ModelManifest manifest, string name) => manifest.Inputs.IndexOf(name) is >= 0 and int at ? manifest.Inputs[at] : null;

    private static string Names(string[] names) => string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
