using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts durations in buckets, for series that are made once and then recorded to without a look-up.</summary>
/// <remarks>It counts itself, as a listener would have to find the series of each measurement by its tags; the instrument is told too if somebody listens to it.</remarks>
internal sealed class DurationHistogram
{
    private readonly ConcurrentDictionary<DurationSeries, byte> _series = new();
    private readonly long[] _ticks;

    public DurationHistogram(Meter meter, string name, string description, IReadOnlyList<double> bounds)
    {
        Bounds = bounds;
        _ticks = [.. bounds.Select(bound => (long)Math.Floor(bound * Stopwatch.Frequency))];
        Instrument = meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
    }

    public Histogram<double> Instrument { get; }

    /// <summary>Gets the upper bounds of the buckets, in seconds; a duration that equals one is below it.</summary>
    public IReadOnlyList<double> Bounds { get; }

    public IEnumerable<DurationSeries> Series => _series.Keys;

    /// <summary>Makes a series.</summary>
    /// <param name="tags">Its tags, which no other series of the histogram has.</param>
    /// <returns>The series.</returns>
    public DurationSeries Add(KeyValuePair<string, object?>[] tags)
    {
        var series = new DurationSeries(Instrument, _ticks, tags);
        _series[series] = 0;
        return series;
    }

    /// <summary>Forgets a series.</summary>
    public void Remove(DurationSeries series) => _series.TryRemove(series, out _);
}
