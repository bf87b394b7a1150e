using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Cuts rows into windows of a time, or of a number of rows.</summary>
internal sealed class WindowCutter(MonitorDefinition monitor, ITimedRows rows) : IWindowSource
{
    public string Time => rows.Time;

    public DateTime? Newest => rows.Span is not ({ } first, { } last) ? null : rows.Read(last.Date > first ? last.Date : first, last.AddTicks(1)) is { RowCount: > 0 } latest ? TimeOf(latest, latest.RowCount - 1) : last;

    public SourceWindow? Next(WindowPlace? after, DateTime until)
    {
        if (rows.Span is not ({ } first, { } last))
        {
            return null;
        }

        return monitor.WindowRows is { } count ? Next(after ?? new WindowPlace(first), until, count) : Next(after?.Moment ?? monitor.StartOf(first), until, last);
    }

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => rows.Read(from, until, withLabels);

    public void Dispose() => rows.Dispose();

    private SourceWindow? Next(DateTime start, DateTime until, DateTime last)
    {
        DateTime end = start + monitor.Window;
        return end + monitor.Lateness <= until && start <= last ? new SourceWindow(new WindowPlace(start), new WindowPlace(end), rows.Read(start, end)) : null;
    }

    private SourceWindow? Next(WindowPlace start, DateTime until, int count)
    {
        Frame read = rows.ReadFirst(start.Moment, until - monitor.Lateness, start.Skip + count);
        if (read.RowCount < start.Skip + count)
        {
            return null;
        }

        DateTime last = TimeOf(read, read.RowCount - 1);
        int same = 0;
        while (same < read.RowCount && TimeOf(read, read.RowCount - 1 - same) == last)
        {
            same++;
        }

        return new SourceWindow(start, new WindowPlace(last, same), read.Take([.. Enumerable.Range((int)start.Skip, count)]));
    }

    private DateTime TimeOf(Frame table, int row) => new(((TimestampColumn)table[rows.Time]).Ticks[row], DateTimeKind.Utc);
}
