using System.Text.Json.Serialization;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors;

/// <summary>Represents how a model did in the windows of a monitor, as far as labels are known.</summary>
/// <param name="Labelled">The number of rows whose labels are known.</param>
/// <param name="Metric">The metric that is drawn.</param>
/// <param name="Metrics">The metrics that can be drawn.</param>
/// <param name="Slice">The column by whose levels it is told apart; null for none.</param>
/// <param name="Chart">The metric by window, with 95 % intervals; null if no window has labels.</param>
/// <param name="Slices">The metrics of each level of the column.</param>
/// <param name="Worse">Slices in which errors are concentrated.</param>
public sealed record MonitorPerformance(long Labelled, string Metric, IReadOnlyList<string> Metrics, string? Slice, ChartModel? Chart, DataTable Slices, DataTable Worse)
{
    /// <summary>Gets why not all windows that are shown were read, in a sentence; null if all were.</summary>
    public string? Unread { get; init; }

    /// <summary>Gets its tables.</summary>
    [JsonIgnore]
    internal IReadOnlyList<DataTable> Tables => [Slices, Worse];
}
