using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Models;

/// <summary>Represents the list of registered models.</summary>
/// <param name="Search">The text that names have in them; null for all.</param>
/// <param name="Models">The models.</param>
public sealed record ModelListPage(string? Search, DataTable Models) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Models";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Models];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Champion", "The version that a plain name means: servers of the name follow it. Without a champion the newest version is meant."),
        new("Newest", "The version that was registered last. One that is newer than the champion waits for promotion."),
        new("Score", "The metric of the training on its test rows, seen once, of the version that the name means."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Models;

    internal override Type View => typeof(ModelListView);
}
