namespace Modelyard.Server.Telemetry.Collecting;

/// <summary>Represents a metric with all its series at the moment it was collected.</summary>
/// <param name="Name">The name of the instrument, as <c>http.server.request.duration</c>.</param>
/// <param name="Unit">The unit by UCUM; empty if it has none.</param>
/// <param name="Description">A sentence on what it is; may be empty.</param>
/// <param name="Kind">How its numbers are to be read.</param>
/// <param name="Bounds">Of a histogram the upper bounds of the buckets, ascending; else empty.</param>
internal sealed record MetricFamily(string Name, string Unit, string Description, MetricKind Kind, IReadOnlyList<double> Bounds)
{
    /// <summary>Gets the series.</summary>
    public List<MetricPoint> Points { get; } = [];
}
