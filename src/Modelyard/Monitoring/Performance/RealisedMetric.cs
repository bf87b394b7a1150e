using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents a metric of rows whose truth is known.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Interval">The score, and the interval of the score of the rows' law; its ends are NaN where it cannot be estimated.</param>
public sealed record RealisedMetric(IMetric Metric, ScoreInterval Interval)
{
    /// <summary>Gets by how much the score may be off, as like scores were counted together; 0 if it is exact.</summary>
    public double Error { get; init; }
}
