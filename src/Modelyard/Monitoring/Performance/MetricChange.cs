namespace Modelyard.Monitoring;

/// <summary>Represents how a metric differs between two sets of rows whose truth is known.</summary>
/// <param name="Now">The metric of the rows in question.</param>
/// <param name="Before">The metric of the rows that they are compared with.</param>
/// <param name="PValue">The chance of such a difference, either way, if there were none; NaN where an error cannot be estimated.</param>
/// <param name="AdjustedPValue">The same with regard to all metrics (Holm).</param>
public sealed record MetricChange(RealisedMetric Now, RealisedMetric Before, double PValue, double AdjustedPValue)
{
    /// <summary>Gets the score now less that before.</summary>
    public double Difference => Now.Interval.Value - Before.Interval.Value;
}
