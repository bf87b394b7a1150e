namespace Modelyard.Server.Telemetry.Collecting;

/// <summary>Says how the numbers of a metric are to be read.</summary>
internal enum MetricKind
{
    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>It only grows, from the start of the process.</summary>
    Counter,

    /// <summary>It counts durations in buckets, from the start of the process.</summary>
    Histogram,
}
