using Modelyard.Evaluation;
using Modelyard.Metrics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Names the figures of a window.</summary>
public static class MeasureNames
{
    /// <summary>The number of rows.</summary>
    public const string Volume = "volume";

    /// <summary>How many seconds a window of a number of rows took.</summary>
    public const string Duration = "duration";

    /// <summary>How many seconds before the end of the window its newest row came about; of files, how long after the file before.</summary>
    public const string Freshness = "freshness";

    /// <summary>The share of rows whose inputs are all equal to those of a row before.</summary>
    public const string Duplicates = "duplicates";

    /// <summary>The latency, in milliseconds, that half of the answers did not exceed.</summary>
    public const string MedianLatency = "latency_p50";

    /// <summary>The latency, in milliseconds, that 95 of 100 answers did not exceed.</summary>
    public const string HighLatency = "latency_p95";

    /// <summary>The latency, in milliseconds, that 99 of 100 answers did not exceed.</summary>
    public const string HighestLatency = "latency_p99";

    /// <summary>The share of requests that a server failed to answer, by a status of 500 or above.</summary>
    public const string Errors = "errors";

    /// <summary>The share of requests that a server refused, by a status from 400 to 499.</summary>
    public const string Refused = "refused";

    /// <summary>The requests that servers had in a minute.</summary>
    public const string Throughput = "throughput";

    /// <summary>The most memory that a server had at the end of a minute, in bytes.</summary>
    public const string Memory = "memory";

    /// <summary>The most managed memory that a server had at the end of a minute, in bytes.</summary>
    public const string Heap = "heap";

    /// <summary>The share of time in which collections of garbage made servers pause.</summary>
    public const string Pauses = "gc";

    /// <summary>The number of collections of the oldest generation.</summary>
    public const string FullCollections = "gc_full";

    /// <summary>The share of the time of their processors that servers took.</summary>
    public const string Processor = "cpu";

    /// <summary>The milliseconds that half of the whole requests did not exceed.</summary>
    public const string MedianRequest = "request_p50";

    /// <summary>The milliseconds that 95 of 100 whole requests did not exceed.</summary>
    public const string HighRequest = "request_p95";

    /// <summary>The milliseconds that 99 of 100 whole requests did not exceed.</summary>
    public const string HighestRequest = "request_p99";

    /// <summary>The number of rows whose labels are known.</summary>
    public const string Labelled = "labelled";

    /// <summary>The share of rows that are more unlike the reference than all but one in a hundred of its own.</summary>
    public const string Anomalies = "anomalies";

    /// <summary>Begins the name of how far inputs have moved together, as in <c>together.classifier</c>, an area under the ROC curve, and <c>together.reconstruction</c> and <c>together.discrepancy</c>, from 0; of a text or an embedding after its name.</summary>
    public const string Together = "together.";

    /// <summary>Ends the name of how well a classifier tells rows from those of the reference.</summary>
    public const string Classifier = "classifier";

    /// <summary>Begins the name of a metric that was estimated, as in <c>estimated.accuracy</c>.</summary>
    public const string Estimated = "estimated.";

    /// <summary>Begins the name of the share that a column has in the explanations, as in <c>shap.age</c>.</summary>
    public const string Explained = "shap.";

    /// <summary>Begins the name of how far groups are apart, as in <c>fair.demographic_parity.sex</c>.</summary>
    public const string Fair = "fair.";

    /// <summary>Begins the name of what a detector makes of the losses of rows, as in <c>stream.adwin.mean</c>.</summary>
    public const string Stream = "stream.";

    /// <summary>The mean loss of the labelled rows of a window: the share of wrong answers, or the mean absolute error.</summary>
    public const string Loss = Stream + "loss";

    /// <summary>Names the figure of a metric, as in <c>roc_auc</c>: a dash would be read as minus.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The name.</returns>
    public static string Of(IMetric metric) => (metric ?? throw new ArgumentNullException(nameof(metric))).Name.Replace('-', '_');

    /// <summary>Names the figure of how far the groups of a column are apart.</summary>
    /// <param name="gap">What is compared.</param>
    /// <param name="column">The column.</param>
    /// <returns>The name.</returns>
    public static string Of(FairnessGap gap, string column) => Fair + (gap ?? throw new ArgumentNullException(nameof(gap))).Name.ToLowerInvariant().Replace(' ', '_') + "." + column;

    /// <summary>Names a detector, as in <c>page_hinkley</c>.</summary>
    internal static string Of(StreamDetector detector) => detector switch
    {
        StreamDetector.Adwin => "adwin",
        StreamDetector.PageHinkley => "page_hinkley",
        _ => "ddm",
    };

    /// <summary>Names a figure of a detector: <c>mean</c>, <c>p</c> or <c>change</c>.</summary>
    internal static string Of(StreamDetector detector, string figure) => $"{Stream}{Of(detector)}.{figure}";
}
