using Modelyard.Metrics;

namespace Modelyard.Evaluation;

/// <summary>Represents a score of a model by one metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Score">The score with its interval.</param>
public sealed record MetricOutcome(IMetric Metric, ScoreInterval Score);
