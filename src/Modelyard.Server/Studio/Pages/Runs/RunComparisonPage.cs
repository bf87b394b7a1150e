using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;
using Modelyard.Server.Studio.Routing;

namespace Modelyard.Server.Studio.Pages.Runs;

/// <summary>Represents runs beside each other.</summary>
/// <param name="Ids">The runs.</param>
/// <param name="Axes">Their numbers across parallel axes; null if they have no two in common.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Differences">The values in which they differ.</param>
public sealed record RunComparisonPage(IReadOnlyList<string> Ids, ChartModel? Axes, DataTable Runs, DataTable Differences) : StudioPage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Title => $"Compare {Ids.Count} runs";

    /// <inheritdoc/>
    [JsonIgnore]
    public override Area Area => Area.Runs;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<(string Name, string Path)> Above => [("Runs", PageUrl.Of("runs"))];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<DataTable> Tables => [Differences, Runs, .. Axes is { } chart ? [chart.ToTable()] : Array.Empty<DataTable>()];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<HelpEntry> Help =>
    [
        new("Parallel axes", "A line is a run; where it crosses an axis is its value. Lines that go together from one axis to another show what goes with what."),
        new("Differences", "Only the values in which the runs are not all the same."),
    ];

    internal override Type View => typeof(RunComparisonView);
}
