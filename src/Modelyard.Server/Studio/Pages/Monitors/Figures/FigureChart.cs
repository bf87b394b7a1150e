using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors.Figures;

/// <summary>Represents figures of windows that are drawn on one chart.</summary>
/// <param name="Name">The name, by which it is chosen.</param>
/// <param name="Look">The look that the figures come from, in a word; empty if that is not known.</param>
/// <param name="Measures">The figures, of which the chart draws some if there are many.</param>
/// <param name="Chart">The chart; windows in which the look found that a figure has changed bear a mark.</param>
public sealed record FigureChart(string Name, string Look, IReadOnlyList<string> Measures, ChartModel Chart);
