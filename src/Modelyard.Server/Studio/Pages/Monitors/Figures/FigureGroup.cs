using Modelyard.Lifecycle.Monitors;
using Modelyard.Metrics;
using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Monitors.Figures;

/// <summary>Says which figures of windows are drawn together, and how. A figure that is not known here has a chart of its own.</summary>
/// <param name="Name">The name of the chart.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Look">The look that the figures come from; null if that is not known.</param>
/// <param name="Order">The place among charts.</param>
/// <param name="Axis">The axis of the values.</param>
internal sealed record FigureGroup(string Name, string Title, WatchKind? Look, int Order, ChartAxis Axis)
{
    private const string Cost = "cost";
    private const int OfMetrics = 20, OfGroups = 60, OfStreams = 70, OfOthers = 80;

    private static readonly ChartAxis s_share = new("share of rows", AxisKind.Share) { Minimum = 0 }, s_rows = new("rows", AxisKind.Number) { Minimum = 0 }, s_seconds = new("seconds", AxisKind.Number) { Minimum = 0 };

    /// <summary>Finds the group of a figure.</summary>
    /// <param name="measure">The name of the figure.</param>
    /// <returns>The group; those of figures that are drawn together are equal.</returns>
    public static FigureGroup Of(string measure) => measure switch
    {
        MeasureNames.Volume => new(measure, "Rows", WatchKind.Operation, 0, s_rows),
        MeasureNames.MedianLatency or MeasureNames.HighLatency or MeasureNames.HighestLatency => new("latency", "Latency", WatchKind.Operation, 1, new("milliseconds", AxisKind.Number) { Minimum = 0 }),
        MeasureNames.Freshness => new(measure, "Age of the newest row", WatchKind.Operation, 2, s_seconds),
        MeasureNames.Duration => new(measure, "Time that the rows took", WatchKind.Operation, 3, s_seconds),
        MeasureNames.Duplicates => new(measure, "Rows that repeat another", WatchKind.Operation, 4, s_share),
        _ when measure.StartsWith(MeasureNames.Together, StringComparison.Ordinal) => OfTogether(measure),
        MeasureNames.Anomalies => new(measure, "Rows unlike the reference", WatchKind.Anomalies, 10, s_share),
        MeasureNames.Labelled => new(measure, "Rows with labels", WatchKind.Performance, OfMetrics, s_rows),
        _ when measure.StartsWith(MeasureNames.Explained, StringComparison.Ordinal) => new("shap", "Share of each input in explanations", WatchKind.Explanations, 11, new("share", AxisKind.Share) { Minimum = 0 }),
        _ when measure.StartsWith(MeasureNames.Fair, StringComparison.Ordinal) => OfGap(measure),
        _ when measure.StartsWith(MeasureNames.Stream, StringComparison.Ordinal) => OfStream(measure),
        _ when measure.StartsWith(MeasureNames.Estimated, StringComparison.Ordinal) => OfMetric(measure[MeasureNames.Estimated.Length..]),
        _ => OfMetric(measure),
    };

    private static FigureGroup OfMetric(string name)
    {
        int place = MetricCatalogue.All.ToList().FindIndex(metric => MeasureNames.Of(metric) == name);
        return place >= 0 ? new(name, MetricCatalogue.All[place].Title, WatchKind.Performance, OfMetrics + 1, new(MetricCatalogue.All[place].Title, AxisKind.Number))
            : name == Cost ? new(name, "Mean cost", WatchKind.Performance, OfMetrics + 2, new("cost a row", AxisKind.Number))
            : new(name, name, null, OfOthers, new(name, AxisKind.Number));
    }

    /// <summary>Groups looks at columns together by how they are taken: at columns, texts and embeddings alike.</summary>
    private static FigureGroup OfTogether(string measure)
    {
        string method = measure[(measure.LastIndexOf('.') + 1)..];
        return method switch
        {
            MeasureNames.Classifier => new("together-classifier", "Rows told from the reference", WatchKind.Together, 5, new("area under the ROC curve", AxisKind.Number)),
            "reconstruction" => new("together-reconstruction", "Errors of principal components", WatchKind.Together, 6, new("distance of their shares", AxisKind.Number) { Minimum = 0 }),
            _ => new("together-discrepancy", "Discrepancy by a kernel", WatchKind.Together, 7, new("discrepancy", AxisKind.Number) { Minimum = 0 }),
        };
    }

    /// <summary>Names the figures of detectors, as in <c>stream.DETECTOR.FIGURE</c>.</summary>
    private static FigureGroup OfStream(string measure)
    {
        string[] parts = measure[MeasureNames.Stream.Length..].Split('.');
        string title = parts switch
        {
            ["loss"] => "Mean loss, row by row",
            [var detector, "mean"] => $"{Detector(detector)}: mean loss since the last change",
            [var detector, "p"] => $"{Detector(detector)}: chance of what it saw",
            [var detector, "change"] => $"{Detector(detector)}: change of the loss",
            _ => measure,
        };
        return new(measure, title, WatchKind.Stream, OfStreams, new(parts is [_, "p"] ? "p" : "loss", AxisKind.Number));
    }

    private static string Detector(string name) => name switch { "adwin" => "ADWIN", "ddm" => "DDM", "page_hinkley" => "Page-Hinkley", _ => name };

    /// <summary>Groups the columns of a gap between groups, as in <c>fair.GAP.COLUMN</c>.</summary>
    private static FigureGroup OfGap(string measure)
    {
        int end = measure.IndexOf('.', MeasureNames.Fair.Length);
        string name = end < 0 ? measure : measure[..end];
        return new(name, $"Gap: {name[MeasureNames.Fair.Length..].Replace('_', ' ')}", WatchKind.Performance, OfGroups, new("gap", AxisKind.Number));
    }
}
