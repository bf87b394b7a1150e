using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Data;

/// <summary>Represents the data that models were trained on.</summary>
/// <param name="Search">The text that names have in them; null for all.</param>
/// <param name="Files">The data files, by their digest.</param>
/// <param name="Model">The model whose profile is shown; null if there is none.</param>
/// <param name="Models">The models that have a profile.</param>
/// <param name="Profile">The profile of its training data; null if there is none.</param>
/// <param name="Missing">The share of missing cells over time, as a monitor of the model saw it; null if none watches it.</param>
/// <param name="Pictures">The distributions of its columns.</param>
public sealed record DataListPage(string? Search, DataTable Files, string? Model, IReadOnlyList<string> Models, DataTable? Profile, ChartModel? Missing, IReadOnlyList<ColumnPicture> Pictures) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Data";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Data;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Files, .. Profile is { } profile ? [profile] : Array.Empty<DataTable>(), .. Missing is { } chart ? [chart.ToTable()] : Array.Empty<DataTable>()];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Files", "Data files that runs read. The digest says whether two runs read the same content."),
        new("Profile", "How the columns were in the training data of the version that the name of the model means: what drift is measured against."),
        new("Quality over time", "The share of missing cells in the windows of the monitor that watches the model."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Files;

    internal override Type View => typeof(DataListView);
}
