namespace Modelyard.Monitoring;

/// <summary>Represents what the scores of one class against the rest are expected to be.</summary>
/// <param name="Class">The label of the class.</param>
/// <param name="Precision">The share of what is predicted as the class that is of the class.</param>
/// <param name="Recall">The share of the class that is predicted as the class.</param>
/// <param name="Specificity">The share of the other classes that is predicted as another class.</param>
/// <param name="F1">The harmonic mean of precision and recall.</param>
public sealed record ClassEstimate(string Class, MetricEstimate Precision, MetricEstimate Recall, MetricEstimate Specificity, MetricEstimate F1);
