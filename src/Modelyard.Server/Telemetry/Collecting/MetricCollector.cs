using System.Diagnostics.Metrics;
using System.Globalization;
using Modelyard.Server.Telemetry.Instruments;

namespace Modelyard.Server.Telemetry.Collecting;

/// <summary>Reads what the instruments of a server and of the runtime say. It listens to those that are asked only, so that nothing is done between two readings.</summary>
internal sealed class MetricCollector : IDisposable
{
    // What a gauge gives is not in our hands; no reader of metrics likes more.
    private const int MostPoints = 2000;

    // The runtime says of these that they only grow, and they do not.
    private static readonly string[] Gauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    private readonly ServerMeter _meter;
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public MetricCollector(ServerTelemetry telemetry)
    {
        _meter = telemetry.Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.IsObservable && (ReferenceEquals(instrument.Meter, _meter.Meter) || instrument.Meter.Name == ProcessMetrics.RuntimeMeter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _listener.Start();
    }

    /// <summary>Reads all metrics. Safe for any number of threads.</summary>
    /// <returns>The metrics by name, none without a series.</returns>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_lock)
        {
            _families.Clear();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // A gauge that fails takes none of the others with it: those have been read.
            }

            foreach (DurationHistogram histogram in _meter.Histograms)
            {
                MetricFamily family = FamilyOf(histogram.Instrument, MetricKind.Histogram, histogram.Bounds);
                family.Points.AddRange(histogram.Series.Select(series => new MetricPoint(series.Tags, series.Sum, series.Counts())));
            }

            return [.. _families.Values.Where(family => family.Points.Count > 0)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Listen<T>()
        where T : struct, IConvertible => _listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
        {
            MetricFamily family = FamilyOf(instrument, instrument is ObservableCounter<T> && !Gauges.Contains(instrument.Name, StringComparer.Ordinal) ? MetricKind.Counter : MetricKind.Gauge, []);
            if (family.Points.Count < MostPoints)
            {
                family.Points.Add(new MetricPoint(tags.ToArray(), value.ToDouble(CultureInfo.InvariantCulture), []));
            }
        });

    private MetricFamily FamilyOf(Instrument instrument, MetricKind kind, IReadOnlyList<double> bounds)
    {
        if (!_families.TryGetValue(instrument.Name, out MetricFamily? family))
        {
            family = new MetricFamily(instrument.Name, instrument.Unit ?? "", instrument.Description ?? "", kind, bounds);
            _families.Add(instrument.Name, family);
        }

        return family;
    }
}
