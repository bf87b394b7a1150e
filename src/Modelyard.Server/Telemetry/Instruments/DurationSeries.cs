using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Modelyard.Server.Telemetry.Instruments;

/// <summary>Counts the durations of one series of a histogram. Safe for any number of threads.</summary>
internal sealed class DurationSeries(Histogram<double> instrument, long[] bounds, KeyValuePair<string, object?>[] tags)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private long _sum;

    public KeyValuePair<string, object?>[] Tags { get; } = tags;

    /// <summary>Gets the sum of the durations, in seconds.</summary>
    public double Sum => Interlocked.Read(ref _sum) / (double)Stopwatch.Frequency;

    /// <summary>Gets how many durations each bucket holds, the last one those above all bounds.</summary>
    public long[] Counts()
    {
        long[] counts = new long[_counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = Interlocked.Read(ref _counts[i]);
        }

        return counts;
    }

    /// <summary>Counts a duration.</summary>
    /// <param name="ticks">The duration as <see cref="Stopwatch"/> counts it.</param>
    public void Record(long ticks)
    {
        int bucket = 0;
        while (bucket < bounds.Length && ticks > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sum, ticks);
        if (instrument.Enabled)
        {
            instrument.Record(ticks / (double)Stopwatch.Frequency, Tags);
        }
    }
}
