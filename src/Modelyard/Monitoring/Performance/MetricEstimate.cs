using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents what a metric is expected to be on rows whose truth is not known.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The expected score; NaN if it is withheld.</param>
/// <param name="Low">The lower end of the interval of the score that will be seen once the truth is known; NaN if it is withheld.</param>
/// <param name="High">The upper end of the interval; NaN if it is withheld.</param>
/// <param name="StandardError">The standard deviation of that score around the value; NaN if it is withheld.</param>
public sealed record MetricEstimate(IMetric Metric, double Value, double Low, double High, double StandardError)
{
    /// <summary>Gets the score on the reference, whose truth is known.</summary>
    public double Reference { get; init; } = double.NaN;

    /// <summary>Gets why the value or its interval is withheld; null if neither is.</summary>
    public string? Withheld { get; init; }
}
