namespace Modelyard.Charts;

/// <summary>Represents one group of a histogram.</summary>
/// <param name="Name">The name in the legend; empty for none.</param>
/// <param name="Bins">The counts.</param>
public sealed record HistogramSeries(string Name, HistogramBins Bins);
