using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Represents the list of monitors.</summary>
/// <param name="Search">The text that names of monitors, models or sources have in them; null for all.</param>
/// <param name="Monitors">The monitors.</param>
public sealed record MonitorListPage(string? Search, DataTable Monitors) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Monitors";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Monitors;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Monitors];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Monitors;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("State", "What the last window was: quiet, drifted, learning (part of the reference), or sparse (too few rows to judge). One that has stopped cannot look at its windows, and says why."),
        new("p, held against", "A window has drifted if the chance of it, were nothing changed, is below what it is held against. Windows share what may be spent on false alarms, so that this becomes less from window to window."),
        new("Compared with", "The training data of the version that answered, or windows before."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Monitors;

    internal override Type View => typeof(MonitorListView);
}
