using Modelyard.Learning;
using Modelyard.Selection;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Represents how a challenger and the version in production did on the latest labelled rows, which neither was learned from.</summary>
public sealed record ChallengerComparison
{
    /// <summary>Gets the version in production, as in <c>churn:3</c>.</summary>
    public required string Champion { get; init; }

    /// <summary>Gets what the rows are and how they were held out, in words.</summary>
    public required string Data { get; init; }

    /// <summary>Gets the number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the column that both predict.</summary>
    public required string Target { get; init; }

    /// <summary>Gets what is predicted.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Gets the labels of the classes; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Gets the metrics as they were named, in the order of <see cref="Metrics"/>.</summary>
    public IReadOnlyList<string> MetricTexts { get; init; } = [];

    /// <summary>Gets what was found by each metric, the one that decides first; empty if the two could not be compared.</summary>
    public IReadOnlyList<MetricComparison> Metrics { get; init; } = [];

    /// <summary>Gets by how much the challenger may be worse and still count as no worse; null if that was not asked.</summary>
    public double? Margin { get; init; }

    /// <summary>Gets how far probabilities of the version in production are from the shares that came true, on average over ten bins; NaN but for two classes.</summary>
    public double ChampionCalibration { get; init; } = double.NaN;

    /// <summary>Gets how far probabilities of the challenger are from the shares that came true.</summary>
    public double ChallengerCalibration { get; init; } = double.NaN;

    /// <summary>Gets how they did by the levels of columns, the greatest loss first; levels of few rows are left out.</summary>
    public IReadOnlyList<SliceComparison> Slices { get; init; } = [];

    /// <summary>Gets how many times as long the challenger takes to answer one row; NaN if it was not asked.</summary>
    public double LatencyRatio { get; init; } = double.NaN;

    /// <summary>Gets how the inputs differ, in full sentences; empty if both read the same.</summary>
    public IReadOnlyList<string> InputChanges { get; init; } = [];

    /// <summary>Gets why the two could not be compared; null if they could.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets what was found by the metric that decides; null if the two could not be compared.</summary>
    public MetricComparison? Deciding => Metrics is [var first, ..] ? first : null;

    /// <summary>Gets by how much the challenger is better by the metric that decides; below 0 if it is worse, NaN if that is not known.</summary>
    public double Gain => Deciding is { } one ? (one.Metric.HigherIsBetter ? 1 : -1) * one.Outcome.Difference : double.NaN;
}
