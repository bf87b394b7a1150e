using System.Diagnostics.Metrics;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Holds the meter of one server, on which all its instruments are made. Whoever watches something of a server adds it here, and every output has it.</summary>
internal sealed class ServerMeter : IDisposable
{
    public const string Name = "Modelyard.Server";

    private readonly List<DurationHistogram> _histograms = [];
    private readonly Lock _lock = new();

    /// <summary>Gets the meter, which no other server of the process shares.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>Gets the histograms, which no listener can ask for what they hold.</summary>
    public IReadOnlyList<DurationHistogram> Histograms
    {
        get
        {
            lock (_lock)
            {
                return [.. _histograms];
            }
        }
    }

    /// <summary>Adds a number that goes up and down, such as the effect of a drift in each column.</summary>
    /// <param name="name">The name, as <c>modelyard.drift.effect</c>.</param>
    /// <param name="unit">The unit by UCUM: <c>s</c>, <c>By</c>, <c>1</c> for a share, <c>{row}</c> for things that are counted.</param>
    /// <param name="description">A sentence on what it is.</param>
    /// <param name="observe">What gives the numbers of the moment with their tags; it may be called from any thread and must not wait.</param>
    public void AddGauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> observe) =>
        Meter.CreateObservableGauge(name, observe, unit, description);

    /// <summary>Adds a number that only grows.</summary>
    /// <param name="name">The name, as <c>modelyard.prediction.rows</c>.</param>
    /// <param name="unit">The unit by UCUM, as of a gauge.</param>
    /// <param name="description">A sentence on what it is.</param>
    /// <param name="observe">What gives the numbers since the start with their tags; it may be called from any thread and must not wait.</param>
    public void AddCounter(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> observe) =>
        Meter.CreateObservableCounter(name, observe, unit, description);

    /// <summary>Adds a histogram of durations.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">A sentence on what it is.</param>
    /// <param name="bounds">The upper bounds of the buckets, in seconds, ascending.</param>
    /// <returns>The histogram, which has no series yet.</returns>
    public DurationHistogram AddDurations(string name, string description, IReadOnlyList<double> bounds)
    {
        var histogram = new DurationHistogram(Meter, name, description, bounds);
        lock (_lock)
        {
            _histograms.Add(histogram);
        }

        return histogram;
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}
