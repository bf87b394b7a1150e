using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Cuts rows into windows of a time, or of a number of rows.</summary>
internal sealed class WindowCutter(MonitorDefinition monitor, ITimedRows rows) : IWindowSource
{
    private const int RowsAhead = 250_000;

    private Frame? _ahead;

    public string Time => rows.Time;

    public DateTime? Newest => rows.Newest();

    public SourceWindow? Next(WindowPlace? after, DateTime until)
    {
        // Most often it is asked before the window is over, and then no row need be looked at.
        if ((monitor.WindowRows is null && after?.Moment + monitor.Window + monitor.Lateness > until) || rows.Span(after?.Moment ?? monitor.Since) is not ({ } first, { } last))
        {
            return null;
        }

        first = monitor.Since > first ? monitor.Since.Value : first;
        return monitor.WindowRows is { } count ? Next(after ?? new WindowPlace(first), until, count) : Next(after?.Moment ?? FirstStart(first, last), until, last);
    }

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => rows.Read(from, until, withLabels);

    public void Dispose() => rows.Dispose();

    /// <summary>Finds where the window of the first row begins. A log knows the day of its first row alone, and windows before that row would tell that none is usual.</summary>
    private DateTime FirstStart(DateTime first, DateTime last) =>
        monitor.Window < TimeSpan.FromDays(1) && rows.ReadFirst(first, last.AddTicks(1), 1) is { RowCount: > 0 } row
            ? monitor.StartOf(new DateTime(((TimestampColumn)row[rows.Time]).Ticks[0], DateTimeKind.Utc))
            : monitor.StartOf(first);

    private SourceWindow? Next(DateTime start, DateTime until, DateTime last)
    {
        DateTime end = start + monitor.Window;
        return end + monitor.Lateness <= until && start <= last ? new SourceWindow(new WindowPlace(start), new WindowPlace(end), rows.Read(start, end)) : null;
    }

    private SourceWindow? Next(WindowPlace start, DateTime until, int count)
    {
        // Windows of few rows are cut from many that are read at once.
        if (_ahead is null || PlaceOf(start, _ahead) is var place && place + count > _ahead.RowCount)
        {
            Frame read = rows.ReadFirst(start.Moment, until - monitor.Lateness, start.Skip + Math.Max(count, RowsAhead));
            place = start.Skip;
            if (place + count > read.RowCount)
            {
                return null;
            }

            _ahead = read;
        }

        ReadOnlySpan<long> ticks = ((TimestampColumn)_ahead[rows.Time]).Ticks;
        int end = (int)place + count;
        long last = ticks[end - 1];
        return new SourceWindow(start, new WindowPlace(new DateTime(last, DateTimeKind.Utc), end - MomentSearch.First(ticks, last)), _ahead.Take([.. Enumerable.Range((int)place, count)]));
    }

    private long PlaceOf(WindowPlace start, Frame ahead) => MomentSearch.First(((TimestampColumn)ahead[rows.Time]).Ticks, start.Moment.Ticks) + start.Skip;
}
