namespace Modelyard.Persistence;

/// <summary>Represents the value of a metric on the test part, with its interval.</summary>
/// <param name="Name">The name of the metric, as in <c>roc-auc</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Low">The lower end of the 95 % interval; NaN if there is none.</param>
/// <param name="High">The upper end of the 95 % interval; NaN if there is none.</param>
public sealed record MetricScore(string Name, double Value, double Low, double High);
