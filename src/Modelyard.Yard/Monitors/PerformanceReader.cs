using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads how a model did from its log, window by window. As labels come late, it is read when it is asked for and not kept.</summary>
internal sealed class PerformanceReader(PredictionLog log, IReadOnlyList<string> slices)
{
    private SlicedPerformance? _all;

    /// <summary>Reads windows.</summary>
    /// <param name="windows">The beginnings and ends, the oldest first.</param>
    internal MonitoredPerformance Read(IEnumerable<(DateTime Start, DateTime End)> windows)
    {
        LabelledWindow[] read = [.. windows.Select(window => Read(window.Start, window.End))];
        return new MonitoredPerformance(
            read, _all is { All.Rows: > 0 } ? _all.All.Score() : [], _all?.Slices.ToDictionary(slice => slice.Key, slice => (slice.Value.Rows, slice.Value.Score()), StringComparer.Ordinal) ?? [], _all?.FindWorse() ?? []);
    }

    private LabelledWindow Read(DateTime start, DateTime end)
    {
        Frame rows = log.Read(start, end);
        if (rows.RowCount == 0 || LabelledRows.Of(rows) is not { } labelled)
        {
            return new LabelledWindow(start, end, rows.RowCount, 0, [], []);
        }

        _all ??= new SlicedPerformance(labelled.Tally());
        PerformanceTally own = PerformanceTally.Of(labelled.Answers);
        IReadOnlyList<MetricChange> changes = _all.All.Rows > 0 ? own.CompareWith(_all.All) : [];
        _all.Add(labelled.Answers, slices.ToDictionary(name => name, name => Levels(rows, name, labelled.Rows), StringComparer.Ordinal));
        return new LabelledWindow(start, end, rows.RowCount, labelled.Rows.Length, own.Score(), changes);
    }

    private static IReadOnlyList<string?> Levels(Frame rows, string name, int[] taken)
    {
        Column column = rows[name];
        return [.. taken.Select(row => column.IsMissing(row) ? null : column.FormatCell(row))];
    }
}
