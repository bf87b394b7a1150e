using System.Text;
using Modelyard.Charts;
using Modelyard.Metrics;

namespace Modelyard.Monitoring;

/// <summary>Represents how a model is expected to do on rows whose truth is not known, and how far that can be relied on.</summary>
public sealed record PerformanceEstimate
{
    /// <summary>Says what every estimate without labels assumes.</summary>
    public const string Assumption = "An estimate holds as long as the inputs alone have changed. What the same inputs lead to may have changed too (concept drift): without labels nobody can see that. Check estimates as labels arrive.";

    internal PerformanceEstimate(int rows, double confidence, IReadOnlyList<MetricEstimate> metrics) => (Rows, Confidence, Metrics) = (rows, confidence, metrics);

    /// <summary>Gets the number of rows of the window.</summary>
    public int Rows { get; }

    /// <summary>Gets the chance that an interval holds the score that will be seen.</summary>
    public double Confidence { get; }

    /// <summary>Gets the estimated metrics.</summary>
    public IReadOnlyList<MetricEstimate> Metrics { get; }

    /// <summary>Gets the estimates of each class against the rest; empty for regression, and for two classes, where the metrics say it all.</summary>
    public IReadOnlyList<ClassEstimate> Classes { get; init; } = [];

    /// <summary>Gets the expected numbers of rows by true and predicted class; null for regression, and if the window is too small.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Gets how many even rows say as much of the window as those of the reference do; NaN if the window is too small.</summary>
    public double EffectiveRows { get; init; } = double.NaN;

    /// <summary>Gets the share of rows with a value outside of the range of the reference, or a level that it does not have; NaN if the inputs are not known.</summary>
    public double OutsideShare { get; init; } = double.NaN;

    /// <summary>Gets the share of rows that lie where the reference has none or too few; NaN if the window is too small.</summary>
    public double UncoveredShare { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether nothing that can be seen stands against the estimate; <see cref="Assumption"/> says what cannot be seen.</summary>
    public bool IsReliable { get; init; }

    /// <summary>Gets what the user should know, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the estimate of a metric.</summary>
    /// <param name="name">The name of the metric, as in <c>roc-auc</c>.</param>
    /// <returns>The estimate.</returns>
    /// <exception cref="ModelyardException">It was not estimated.</exception>
    public MetricEstimate this[string name] => Metrics.FirstOrDefault(one => one.Metric.Name == name)
        ?? throw new ModelyardException($"The metric '{name}' was not estimated. There are {string.Join(", ", Metrics.Select(one => one.Metric.Name))}.");

    /// <summary>Writes a table of the metrics, and the warnings.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Metrics.Max(one => one.Metric.Title.Length);
        text.Append("".PadRight(width)).AppendLine("  expected              interval  reference");
        foreach (MetricEstimate one in Metrics)
        {
            string interval = double.IsNaN(one.Low) ? "withheld" : $"[{NumberText.Score(one.Low)}, {NumberText.Score(one.High)}]";
            text.Append(one.Metric.Title.PadRight(width)).AppendLine($"  {NumberText.Score(one.Value),8}  {interval,20}  {NumberText.Score(one.Reference),9}");
        }

        foreach (string warning in Warnings)
        {
            text.AppendLine(warning);
        }

        return text.ToString().TrimEnd();
    }
}
