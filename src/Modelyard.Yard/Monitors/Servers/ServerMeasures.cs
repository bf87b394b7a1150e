namespace Modelyard.Lifecycle.Monitors;

/// <summary>Measures how servers fared in a window, from what they said of its minutes.</summary>
internal static class ServerMeasures
{
    /// <summary>Measures a window.</summary>
    /// <param name="minutes">The minutes of all servers that ended in the window.</param>
    /// <param name="span">The length of the window.</param>
    /// <returns>The figures; none where no server said anything.</returns>
    internal static IReadOnlyList<WindowMeasure> Of(IReadOnlyList<ServerMinute> minutes, TimeSpan span)
    {
        if (minutes.Count == 0 || span <= TimeSpan.Zero)
        {
            return [];
        }

        long requests = minutes.Sum(one => one.Requests);
        double seconds = minutes.Sum(one => (one.End - one.Start).TotalSeconds);
        var latencies = new LatencyCounts();
        foreach (ServerMinute one in minutes)
        {
            latencies.Merge(one.Latencies);
        }

        var measures = new List<WindowMeasure>
        {
            new(MeasureNames.Throughput, requests / span.TotalMinutes),
            new(MeasureNames.Memory, minutes.Max(one => one.WorkingSet)),
            new(MeasureNames.Heap, minutes.Max(one => one.Heap)),
            new(MeasureNames.Pauses, minutes.Sum(one => one.Paused.TotalSeconds) / seconds),
            new(MeasureNames.FullCollections, minutes.Sum(one => one.FullCollections)),
            new(MeasureNames.Processor, minutes.Sum(one => one.Processor.TotalSeconds) / minutes.Sum(one => (one.End - one.Start).TotalSeconds * one.Processors)),
        };
        if (requests > 0)
        {
            measures.Add(new WindowMeasure(MeasureNames.Errors, minutes.Sum(one => one.Failed) / (double)requests));
            measures.Add(new WindowMeasure(MeasureNames.Refused, minutes.Sum(one => one.Refused) / (double)requests));
            measures.Add(new WindowMeasure(MeasureNames.MedianRequest, latencies.Quantile(0.5)));
            measures.Add(new WindowMeasure(MeasureNames.HighRequest, latencies.Quantile(0.95)));
            measures.Add(new WindowMeasure(MeasureNames.HighestRequest, latencies.Quantile(0.99)));
        }

        return measures;
    }
}
