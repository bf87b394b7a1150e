using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Alarms;

/// <summary>Represents an alarm.</summary>
/// <param name="Id">The number.</param>
/// <param name="Monitor">The monitor.</param>
/// <param name="IsOpen">Whether nobody has acknowledged it and it goes on.</param>
/// <param name="IsOver">Whether it is over.</param>
/// <param name="Summary">What has moved.</param>
/// <param name="Facts">What is known of it.</param>
/// <param name="Note">What was said when it was acknowledged; null for nothing.</param>
/// <param name="Windows">Its windows, the newest first.</param>
/// <param name="Columns">The columns that have moved, in its last window.</param>
/// <param name="About">What it is about if not columns; null if it is about columns.</param>
/// <param name="Looks">The looks at its last window; no rows if it is about columns, or about none.</param>
/// <param name="Changes">What changed in front of the model around its beginning.</param>
/// <param name="Slices">Where errors are concentrated; null if no answers are known of what is watched, <see cref="NotAsked"/> if the log was not read.</param>
/// <param name="Executions">What it set off.</param>
/// <param name="Told">Who was told.</param>
/// <param name="SilentUntil">The end of the silence of its monitor, in UTC; null if there is none.</param>
public sealed record AlarmPage(long Id, string Monitor, bool IsOpen, bool IsOver, string Summary, IReadOnlyList<Fact> Facts, string? Note, DataTable Windows, DataTable Columns, string? About, DataTable Looks, DataTable Changes, DataTable? Slices, DataTable Executions, DataTable Told, DateTime? SilentUntil) : StudioPage
{
    /// <summary>Gets the table that stands for slices as long as the log has not been read for them.</summary>
    internal static DataTable NotAsked { get; } = new("slices", "Where errors are concentrated", [new TableColumn("slice", "Slice")], []);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"Alarm {Id}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Alarms;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Alarms", PageUrl.Of("alarms"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Columns, Windows, Looks, Changes, .. Slices is null ? Array.Empty<DataTable>() : [Slices], Executions, Told];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => StudioTopics.Alarms;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Effect", "By how much the shares of rows differ from the reference at most: 0 is the same, 1 is entirely other."),
        new("Where errors are concentrated", "Levels of columns in whose rows the model errs more than elsewhere. The log of the alarm's windows is read for them when it is asked for; labels must have come."),
        new("Acknowledge", "Says that you know. The name of your token and your note are kept with it."),
        new("Silence", "Keeps new alarms of this monitor quiet for a time; this one stays as it is."),
    ];

    internal override Type View => typeof(AlarmView);
}
