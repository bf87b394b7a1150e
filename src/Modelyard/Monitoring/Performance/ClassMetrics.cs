using System.Globalization;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Lists the metrics of single classes, and says which metrics too few rows of a class leave without meaning.</summary>
internal static class ClassMetrics
{
    internal const int Each = 4;
    private const double FewestRows = 5;

    // These are means over rows: a class without rows does not spoil them.
    private static readonly HashSet<string> OfRows = new(StringComparer.Ordinal) { "accuracy", "log-loss", "brier", "cost", "precision-micro", "recall-micro", "f1-micro", "ece", "ece-mass", "mce" };

    /// <summary>Lists precision, recall, specificity and F1 of each class.</summary>
    internal static IEnumerable<IMetric> Of(IReadOnlyList<string> classes) => Enumerable.Range(0, classes.Count).SelectMany(own => new IMetric[]
    {
        MetricDefinition.OfClasses("precision", $"Precision of {classes[own]}", counts => counts.Precision(own)),
        MetricDefinition.OfClasses("recall", $"Recall of {classes[own]}", counts => counts.Recall(own)),
        MetricDefinition.OfClasses("specificity", $"Specificity of {classes[own]}", counts => counts.Specificity(own)),
        MetricDefinition.OfClasses("f1", $"F1 of {classes[own]}", counts => counts.F1(own)),
    });

    /// <summary>Says why a metric of two classes has no meaning; null if it has.</summary>
    internal static string? TooFew(IMetric metric, ConfusionMatrix expected) =>
        expected.Classes.Count != 2 || OfRows.Contains(metric.Name) || metric.Name.StartsWith("top-", StringComparison.Ordinal) ? null
        : TooFew(metric, expected, 1) ?? (metric.Name is "precision" or "recall" ? null : Few(expected.Actual[0], $"of the class '{expected.Classes[0]}'"));

    /// <summary>Says why a metric of one class has no meaning; null if it has.</summary>
    internal static string? TooFew(IMetric metric, ConfusionMatrix expected, int own) => metric.Name switch
    {
        "precision" => Few(expected.Predicted[own], $"that are predicted as '{expected.Classes[own]}'"),
        "specificity" => Few(expected.Total - expected.Actual[own], $"of other classes than '{expected.Classes[own]}'"),
        _ => Few(expected.Actual[own], $"of the class '{expected.Classes[own]}'"),
    };

    private static string? Few(double rows, string which) => rows >= FewestRows ? null
        : $"There are {rows.ToString("0.#", CultureInfo.InvariantCulture)} rows to be expected {which}, and {FewestRows} are needed.";
}
