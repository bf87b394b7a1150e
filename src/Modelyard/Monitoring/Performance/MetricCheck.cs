namespace Modelyard.Monitoring;

/// <summary>Represents how a metric compares with what was expected of it.</summary>
/// <param name="Estimate">What was expected.</param>
/// <param name="Realised">What came.</param>
/// <param name="PValue">The chance of being as far off if the estimate holds; NaN if no interval could be given.</param>
/// <param name="AdjustedPValue">The same with regard to all metrics (Holm).</param>
public sealed record MetricCheck(MetricEstimate Estimate, double Realised, double PValue, double AdjustedPValue);
