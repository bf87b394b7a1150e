using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Represents the list of runs.</summary>
/// <param name="Search">The text that runs have in them; null for all.</param>
/// <param name="Kind">The kind that is shown; null for all.</param>
/// <param name="Runs">The runs.</param>
public sealed record RunListPage(string? Search, string? Kind, DataTable Runs) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Runs";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Runs;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Runs];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Runs;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Search", "Finds text in names, identifiers, data files, command lines and tags."),
        new("Compare", "Choose two or more runs and compare them: hyperparameters and metrics across parallel axes, and what differs."),
        new("Live", "Runs that go on are renewed as they write."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Runs;

    internal override Type View => typeof(RunListView);
}
