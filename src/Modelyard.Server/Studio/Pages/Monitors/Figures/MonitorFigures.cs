using System.Text.Json.Serialization;

namespace Modelyard.Server.Studio.Pages.Monitors.Figures;

/// <summary>Represents the figures of a monitor's windows over time, those that belong together on one chart.</summary>
/// <param name="Measure">The figure, or the chart, that is shown large.</param>
/// <param name="Charts">The charts.</param>
public sealed record MonitorFigures(string Measure, IReadOnlyList<FigureChart> Charts)
{
    /// <summary>Gets the chart that is shown large.</summary>
    [JsonIgnore]
    public FigureChart Chosen => Charts.FirstOrDefault(chart => chart.Name == Measure) ?? Charts.First(chart => chart.Measures.Contains(Measure, StringComparer.Ordinal));
}
