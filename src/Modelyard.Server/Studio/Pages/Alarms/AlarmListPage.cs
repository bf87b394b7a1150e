using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Represents the inbox of alarms.</summary>
/// <param name="State">Which are shown: <c>active</c>, <c>open</c>, <c>acknowledged</c>, <c>closed</c> or <c>all</c>.</param>
/// <param name="Monitor">The monitor whose alarms are shown; null for all.</param>
/// <param name="Monitors">The monitors that there are.</param>
/// <param name="Alarms">The alarms, the newest first.</param>
/// <param name="Silences">The silences that are not over.</param>
public sealed record AlarmListPage(string State, string? Monitor, IReadOnlyList<string> Monitors, DataTable Alarms, DataTable Silences) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => "Alarms";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Alarms;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Alarms, Silences];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Alarms;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Alarm", "Windows in a row that have drifted are one alarm, from the first to the last; a quiet window ends it."),
        new("Acknowledged", "Somebody knows of it. It goes on until a window is quiet."),
        new("Silence", "New alarms of a monitor are kept, and nobody is told of them, until the silence is over."),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    protected override DataTable? List => Alarms;

    internal override Type View => typeof(AlarmListView);
}
