using Modelyard.Learning;
using Modelyard.Selection;

namespace Modelyard.Reports.Content;

/// <summary>Represents two models that were compared on the same rows.</summary>
public sealed record ReportComparison
{
    /// <summary>Gets the name of the first model, as a rule the one in use.</summary>
    public required string First { get; init; }

    /// <summary>Gets the name of the second model.</summary>
    public required string Second { get; init; }

    /// <summary>Gets the name of the rows, such as that of their file.</summary>
    public required string Data { get; init; }

    /// <summary>Gets the column that both predict.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the task of both.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Gets the number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets what was found by each metric.</summary>
    public required IReadOnlyList<MetricComparison> Metrics { get; init; }

    /// <summary>Gets the number of bootstrap replicates behind the intervals.</summary>
    public required int Replicates { get; init; }

    /// <summary>Gets by how much the second may be worse and still count as no worse; null if that was not asked.</summary>
    public double? Margin { get; init; }

    /// <summary>Gets the level of chance below which a difference is shown, between 0 and 1.</summary>
    public double Level { get; init; } = 0.05;
}
