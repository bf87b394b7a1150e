using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Represents the card of a version.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The number of the version.</param>
/// <param name="IsChampion">Whether it is the champion.</param>
/// <param name="Facts">What it is.</param>
/// <param name="Fault">Why its file cannot be read; null if it can.</param>
/// <param name="Gates">What should hold before it is promoted.</param>
/// <param name="Metrics">Its metrics on the test rows.</param>
/// <param name="Inputs">Its inputs, as they were in training.</param>
/// <param name="Hyperparameters">Its hyperparameters.</param>
/// <param name="Lineage">Where it comes from.</param>
/// <param name="Report">The path of the training's report; null if there is none.</param>
public sealed record VersionPage(
    string Name, int Version, bool IsChampion, IReadOnlyList<Fact> Facts, string? Fault, IReadOnlyList<Gate> Gates, DataTable Metrics, DataTable Inputs, DataTable Hyperparameters, DataTable Lineage, string? Report) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"{Name}:{Version}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Models", PageUrl.Of("models")), (Name, PageUrl.Of("models", Name))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Metrics, Inputs, Hyperparameters, Lineage];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Models;

    /// <summary>Gets the picture of its lineage.</summary>
    internal string LineagePicture { get; init; } = "";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Gates", "What should hold before it takes the place of the champion. They inform: whoever promotes decides, and their name is taken down."),
        new("Metrics", "Measured on test rows that were seen once, after everything was chosen; with 95 % intervals."),
        new("Inputs", "The profile of the training data: drift of what is asked later is measured against it."),
        new("Lineage", "The data file with its digest, the run, this version, and the aliases that point to it."),
    ];

    internal override Type View => typeof(VersionView);
}
