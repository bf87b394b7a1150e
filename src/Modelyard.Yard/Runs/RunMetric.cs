namespace Modelyard.Lifecycle;

/// <summary>Represents one value of a metric of a run.</summary>
/// <param name="Name">The name, as in <c>roc-auc</c>.</param>
/// <param name="Value">The value, possibly NaN or infinite.</param>
/// <param name="Step">The step at which it was measured; 0 for a metric that is measured once.</param>
/// <param name="Time">The moment at which it was logged, in UTC.</param>
public sealed record RunMetric(string Name, double Value, long Step, DateTimeOffset Time);
