using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Represents a run.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Name">The name.</param>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="CommandLine">The command; null if it is not known.</param>
/// <param name="Warnings">Its warnings.</param>
/// <param name="Progress">Metrics that were written step by step.</param>
/// <param name="Metrics">The last value of each metric.</param>
/// <param name="Hyperparameters">Its hyperparameters.</param>
/// <param name="Parts">The runs that are parts of it.</param>
/// <param name="Artifacts">The files that it made.</param>
/// <param name="Context">Data, tags, durations and where it ran.</param>
public sealed record RunPage(string Id, string Name, bool IsRunning, IReadOnlyList<Fact> Facts, string? CommandLine, IReadOnlyList<string> Warnings, IReadOnlyList<ChartModel> Progress, DataTable Metrics, DataTable Hyperparameters, DataTable Parts, DataTable Artifacts, DataTable Context) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"Run {Id}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Runs;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Runs", PageUrl.Of("runs"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Metrics, Hyperparameters, Parts, Artifacts, Context, .. Progress.Select(chart => chart.ToTable())];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => IsRunning ? StudioTopics.Runs : "";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Metrics", "The last value of each; those that were written step by step are drawn too, and grow while the run goes on."),
        new("Artifacts", "Files that the run made, kept by their digest. Reports open by themselves, without scripts."),
    ];

    internal override Type View => typeof(RunView);
}
