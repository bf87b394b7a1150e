using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Measures the rows of a window: how many, how old, how often the same, how slowly answered.</summary>
internal static class RowMeasures
{
    /// <summary>Measures a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="watched">The columns that are watched.</param>
    /// <param name="monitor">The monitor.</param>
    /// <param name="time">The column that says when a row came about; null if there is none.</param>
    internal static IReadOnlyList<WindowMeasure> Of(SourceWindow window, Frame watched, MonitorDefinition monitor, string? time)
    {
        Frame rows = window.Rows;
        var measures = new List<WindowMeasure> { new(MeasureNames.Volume, rows.RowCount) };
        if (rows.RowCount == 0)
        {
            return measures;
        }

        if (time is not null && rows[time] is TimestampColumn times)
        {
            var newest = new DateTime(times.Ticks[^1], DateTimeKind.Utc);
            measures.Add(monitor.WindowRows is null
                ? new WindowMeasure(MeasureNames.Freshness, (window.Finish.Moment - newest).TotalSeconds)
                : new WindowMeasure(MeasureNames.Duration, (newest - new DateTime(times.Ticks[0], DateTimeKind.Utc)).TotalSeconds));
        }

        // What is excluded, as an identifier is, tells rows apart that are the same.
        string[] inputs = [.. watched.Columns.Select(column => column.Name).Where(name => !PredictionColumns.IsOutput(name) && name != time && !monitor.Drift.Exclude.Contains(name))];
        if (inputs.Length > 0)
        {
            BooleanColumn same = watched.Duplicated(inputs);
            measures.Add(new WindowMeasure(MeasureNames.Duplicates, Enumerable.Range(0, rows.RowCount).Count(row => same[row] == true) / (double)rows.RowCount));
        }

        if (rows.TryGetColumn(PredictionColumns.Latency, out Column? latencies) && monitor.Source.Kind == SourceKind.Log)
        {
            AddLatencies(measures, [.. latencies.ToDoubles().Where(double.IsFinite).Order()]);
        }

        return measures;
    }

    private static void AddLatencies(List<WindowMeasure> measures, double[] sorted)
    {
        if (sorted.Length == 0 || sorted[^1] == 0)
        {
            return;
        }

        foreach ((string name, double share) in (ReadOnlySpan<(string, double)>)[(MeasureNames.MedianLatency, 0.5), (MeasureNames.HighLatency, 0.95), (MeasureNames.HighestLatency, 0.99)])
        {
            // The least value that so many of all do not exceed.
            measures.Add(new WindowMeasure(name, sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]));
        }
    }
}
