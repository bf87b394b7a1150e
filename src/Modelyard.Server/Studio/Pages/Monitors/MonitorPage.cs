using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Pages.Monitors.Figures;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Represents what a monitor saw.</summary>
/// <param name="Name">The name.</param>
/// <param name="Model">The model; null if none is watched.</param>
/// <param name="Query">The query whose rows are watched; null if there is none.</param>
/// <param name="Facts">What it does and how it stands.</param>
/// <param name="Fault">Why it cannot look at its windows; null if it can.</param>
/// <param name="Last">The number of windows that are shown.</param>
/// <param name="Chances">The chance of each window and what it was held against; null if none was judged.</param>
/// <param name="Rows">The rows of each window; null if there is no window.</param>
/// <param name="Effects">How far each column was from the reference, window by window; null if none was compared.</param>
/// <param name="Missing">The share of missing cells of the columns that have any; null if none has.</param>
/// <param name="Column">The column that is looked at, then against now; null if there is nothing to compare.</param>
/// <param name="Columns">The columns that can be looked at.</param>
/// <param name="Looks">What came of the looks at the chosen window.</param>
/// <param name="Figures">The figures of windows over time; null if there are none.</param>
/// <param name="Performance">How the model did; null if it was not asked for.</param>
/// <param name="NoPerformance">Why it cannot be said how a model did; null if it can.</param>
/// <param name="Windows">The windows, the newest first.</param>
/// <param name="Alarms">Its alarms.</param>
public sealed record MonitorPage(string Name, string? Model, string? Query, IReadOnlyList<Fact> Facts, string? Fault, int Last, ChartModel? Chances, ChartModel? Rows, ChartModel? Effects, ChartModel? Missing, ColumnComparison? Column, IReadOnlyList<string> Columns, DataTable Looks, MonitorFigures? Figures, MonitorPerformance? Performance, string? NoPerformance, DataTable Windows, DataTable Alarms) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => Name;

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Monitors;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Monitors", PageUrl.Of("monitors"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Windows, Looks, .. Charts.Select(chart => chart.ToTable()), .. Performance is { } known ? known.Tables : Array.Empty<DataTable>(), Alarms];

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => $"{StudioTopics.Monitors} {StudioTopics.Alarms}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("p and level", "A window has drifted if its p is below the level. Levels become less from window to window, so that at most the stated share of alarms is false."),
        new("Columns by time", "The darker, the farther a column was from the reference; an exclamation mark says that it has moved by more than chance and by more than matters."),
        new("Then against now", "The shares of rows in the bins or levels of the reference, then and in the chosen window."),
        new("Looks", "What else was looked at in the chosen window, each held against its own level: the kinds share what may be spent on false alarms. A window is chosen by its time in the list of windows."),
        new("Figures", "Whatever is measured of windows, from rows to metrics, bands where there are 95 % intervals. Where a look found that a figure has changed, the window bears a red diamond. Estimates made before labels came stand beside what came out."),
        new("How the model did", "Metrics by window as far as labels are known by now, with 95 % intervals. It reads the log and is made when it is asked for."),
    ];

    private IEnumerable<ChartModel> Charts => new[] { Chances, Rows, Effects, Missing, Column?.Chart, Performance?.Chart }.OfType<ChartModel>().Concat(Figures?.Charts.Select(one => one.Chart) ?? []);

    internal override Type View => typeof(MonitorView);
}
