using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Represents a model with its versions.</summary>
/// <param name="Name">The name.</param>
/// <param name="Facts">What it is.</param>
/// <param name="Champion">The version that the alias champion points to; null for none.</param>
/// <param name="Previous">The version that was champion before, whoever promoted the one that is it now; null if that is not known.</param>
/// <param name="Versions">The versions, the newest first.</param>
/// <param name="Scores">How the metric went from version to version; null if there are no two.</param>
/// <param name="Champions">Which versions were champion, since when and by whom, the latest first.</param>
/// <param name="Monitors">The monitors that watch it.</param>
public sealed record ModelPage(string Name, IReadOnlyList<Fact> Facts, int? Champion, int? Previous, DataTable Versions, ChartModel? Scores, DataTable Champions, DataTable Monitors) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => Name;

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Models", PageUrl.Of("models"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Versions, .. Scores is { } chart ? [chart.ToTable()] : Array.Empty<DataTable>(), Champions, Monitors];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => $"{StudioTopics.Models} {StudioTopics.Monitors}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Versions", "Each training registers a version, which never changes. Aliases point to versions and can be moved."),
        new("Score", "The metric that the training was to improve, on the test rows, seen once. The interval says how sure it is: versions whose intervals overlap widely are not told apart by it."),
        new("Roll back", "Lets champion point to the version that was it before, whether it was promoted here, by an automation or by the command."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Versions;

    internal override Type View => typeof(ModelView);
}
