namespace Modelyard.Server.Telemetry.Collecting;

/// <summary>Represents one series of a metric at the moment it was collected.</summary>
/// <param name="Tags">The tags of the series.</param>
/// <param name="Value">The number; of a histogram the sum.</param>
/// <param name="Counts">Of a histogram how many durations each bucket holds, the last one those above all bounds; else empty.</param>
internal sealed record MetricPoint(IReadOnlyList<KeyValuePair<string, object?>> Tags, double Value, IReadOnlyList<long> Counts);
