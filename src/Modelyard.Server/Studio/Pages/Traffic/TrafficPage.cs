using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Live;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Traffic;

/// <summary>Represents what a model was asked and how it answered over time, as its log has added it up.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="From">The beginning of the span, in UTC.</param>
/// <param name="Until">The end, which does not belong to it.</param>
/// <param name="Facts">The span in figures.</param>
/// <param name="Volume">The predictions of each version; null if there are none.</param>
/// <param name="Latency">The latencies; null if none is known.</param>
/// <param name="Answers">What was answered; null if there is nothing.</param>
/// <param name="Labels">The labels that came; null if there are none.</param>
/// <param name="Missing">The missing cells of inputs; null if none was.</param>
/// <param name="Versions">The versions that answered.</param>
public sealed record TrafficPage(
    string Name, DateTime From, DateTime Until, IReadOnlyList<Fact> Facts, ChartModel? Volume, ChartModel? Latency, ChartModel? Answers, ChartModel? Labels, ChartModel? Missing, DataTable Versions) : StudioPage
{
    /// <summary>Gets the beginning of the latest days of the log where it has none of this span, in UTC; null if it has, or there is no log.</summary>
    public DateTime? LoggedFrom { get; init; }

    /// <summary>Gets the end of the log where it has nothing of this span, in UTC; null if it has, or there is no log.</summary>
    public DateTime? LoggedUntil { get; init; }

    /// <summary>Gets what the span is set against; null for nothing.</summary>
    public string? Against { get; init; }

    /// <summary>Gets the days that it is set against; null for none.</summary>
    public string? AgainstDays { get; init; }

    /// <summary>Gets the figures of both spans; null if it is set against nothing.</summary>
    public DataTable? Compared { get; init; }

    /// <summary>Gets the predictions of both spans; null if it is set against nothing.</summary>
    public ChartModel? Then { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"Traffic of {Name}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Models;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Topics => $"{StudioTopics.Models} {StudioTopics.Predictions}";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Models", PageUrl.Of("models")), (Name, PageUrl.Of("models", Name))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Versions, .. Compared is { } compared ? [compared] : Array.Empty<DataTable>(), .. new[] { Volume, Then, Latency, Answers, Labels, Missing }.OfType<ChartModel>().Select(chart => chart.ToTable())];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Where it comes from", "From what the log has added up hour by hour: it stays when the rows are over, and a month is read in milliseconds."),
        new("Against other dates", "Figures and lines of a span of the same length: the time directly before, the same days of the week one week or four earlier (which may overlap), or from a date on (against=2026-03-01)."),
        new("Latency", "Half, 95 and 99 of 100 requests were answered within these times, each within 1 %. Requests whose time nobody measured, as of batches, are left out."),
        new("Sent again", "What a client sends again after a lost answer counts once when its day is over; until then it counts each time."),
        new("Labels", "How many came, by when they came. One that was sent again counts again."),
    ];

    internal override Type View => typeof(TrafficView);
}
