using System.Globalization;
using Modelyard.Server.Telemetry.Collecting;

namespace Modelyard.Server.Telemetry.Dogstatsd;

/// <summary>Makes the lines that are due to DogStatsD: of counters what was counted since the last line that was sent, of gauges what they are.</summary>
/// <remarks>
/// What could not be sent is in the next line of its series, so that a sum of all lines is what was counted. Of a histogram the lines are those that Datadog makes of one itself,
/// as counts (<c>.count</c>, <c>.sum</c>) and, of the durations since the last sending, the median and the 95th and 99th percentile, which are interpolated within the buckets.
/// </remarks>
/// <param name="service">The service, whose tags all lines have.</param>
internal sealed class DogstatsdLines(ServiceIdentity service)
{
    private static readonly (string Name, double Share)[] Percentiles = [("median", 0.5), ("95percentile", 0.95), ("99percentile", 0.99)];

    private readonly IReadOnlyList<string> _tags = DogstatsdTags.Of(service);
    private readonly Dictionary<string, double> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<long>> _sentCounts = new(StringComparer.Ordinal);

    /// <summary>Makes the lines.</summary>
    /// <param name="families">The metrics of the moment.</param>
    /// <returns>The lines, a series after the other.</returns>
    public IEnumerable<DogstatsdLine> Due(IEnumerable<MetricFamily> families)
    {
        foreach (MetricFamily family in families)
        {
            foreach (MetricPoint point in family.Points)
            {
                string tags = string.Join(',', _tags.Concat(DogstatsdTags.Of(point)));
                IEnumerable<DogstatsdLine> lines = family.Kind switch
                {
                    MetricKind.Counter => Count(family.Name, tags, point.Value),
                    MetricKind.Gauge => Gauge(family.Name, tags, point.Value),
                    _ => Histogram(family, tags, point),
                };
                foreach (DogstatsdLine line in lines)
                {
                    yield return line;
                }
            }
        }
    }

    private IEnumerable<DogstatsdLine> Count(string name, string tags, double value)
    {
        string key = $"{name}|{tags}";
        double sent = _sent.GetValueOrDefault(key);

        // A series that was forgotten and is there again has begun at 0.
        double due = value < sent ? value : value - sent;
        return due == 0 ? [] : [new DogstatsdLine(Line(name, due, 'c', tags), () => _sent[key] = value)];
    }

    private static IEnumerable<DogstatsdLine> Gauge(string name, string tags, double value) =>
        double.IsFinite(value) ? [new DogstatsdLine(Line(name, value, 'g', tags), () => { })] : [];

    private IEnumerable<DogstatsdLine> Histogram(MetricFamily family, string tags, MetricPoint point)
    {
        string key = $"{family.Name}|{tags}";
        IReadOnlyList<long>? before = _sentCounts.GetValueOrDefault(key);
        long[] due = [.. point.Counts.Select((count, bucket) => Math.Max(0, count - (before?[bucket] ?? 0)))];
        IEnumerable<DogstatsdLine> lines = Count(family.Name + ".count", tags, point.Counts.Sum()).Concat(Count(family.Name + ".sum", tags, point.Value));
        return due.Sum() == 0 ? lines : lines.Concat(Percentiles.Select(one =>
            new DogstatsdLine(Line($"{family.Name}.{one.Name}", Percentile(due, family.Bounds, one.Share), 'g', tags), () => _sentCounts[key] = point.Counts)));
    }

    /// <summary>Finds the duration that a share of all does not exceed, as if those of a bucket lay evenly in it; above all bounds it is the last of them.</summary>
    private static double Percentile(long[] counts, IReadOnlyList<double> bounds, double share)
    {
        double rank = share * counts.Sum();
        int bucket = 0;
        while (bucket < bounds.Count && rank > counts[bucket])
        {
            rank -= counts[bucket++];
        }

        if (bucket == bounds.Count)
        {
            return bounds[^1];
        }

        double low = bucket == 0 ? 0 : bounds[bucket - 1];
        return low + ((bounds[bucket] - low) * rank / counts[bucket]);
    }

    private static string Line(string name, double value, char type, string tags) => string.Create(CultureInfo.InvariantCulture, $"{name}:{value:R}|{type}|#{tags}");
}
