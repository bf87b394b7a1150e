using Modelyard.Frames;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads the log of a model's predictions. Its days are known without looking into files.</summary>
internal sealed class LogRows(PredictionLog log) : ITimedRows
{
    public string Time => PredictionColumns.Time;

    public (DateTime First, DateTime Last)? Span(DateTime? after) => log.Days is ({ } first, { } last)
        ? (first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), last.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddTicks(-1)) : null;

    public DateTime? Newest() => Span(null) is not ({ } first, { } last) ? null
        : log.Read(last.Date > first ? last.Date : first, last.AddTicks(1), withLabels: false) is { RowCount: > 0 } rows ? new DateTime(((TimestampColumn)rows[Time]).Ticks[^1], DateTimeKind.Utc) : last;

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => log.Read(from, until, withLabels);

    public Frame ReadFirst(DateTime from, DateTime until, long most)
    {
        // Days are read one after the other, twice as many each time, until there are enough.
        DateTime end = Span(from) is var (_, last) && last < until ? last.AddTicks(1) : until;
        for (int days = 1; ; days *= 2)
        {
            DateTime reach = from.Date.AddDays(days) < end ? from.Date.AddDays(days) : end;
            Frame read = from < reach ? log.Read(from, reach, withLabels: false) : Frame.Of();
            if (read.RowCount >= most || reach == end)
            {
                return read.RowCount > most ? read.Take([.. Enumerable.Range(0, (int)most)]) : read;
            }
        }
    }

    public void Dispose() => log.Dispose();
}
