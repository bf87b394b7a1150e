using Modelyard.Lifecycle;
using Modelyard.Persistence;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Finds the score of a version that stands for it.</summary>
internal static class ModelScores
{
    private const string MetricTag = "metric";

    /// <summary>Finds the score that a version was chosen by; the first it has if that is not known, null if it has none.</summary>
    public static MetricScore? Leading(StudioYard yard, ModelVersion version, ModelManifest manifest)
    {
        string? metric = version.RunId is { } run ? yard.TryRun(run)?.Tags.GetValueOrDefault(MetricTag) : null;
        return manifest.Metrics.FirstOrDefault(score => score.Name == metric) ?? (manifest.Metrics is [var first, ..] ? first : null);
    }
}
