using Modelyard.Data;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads files whose rows have a time. A file that was last changed before a moment is taken to hold no row of a later one, and is not read for it.</summary>
internal sealed class FileRows(MonitorSource source) : ITimedRows
{
    private Frame? _rows;
    private DateTime _from;

    public string Time => source.Time!;

    public (DateTime First, DateTime Last)? Span
    {
        get
        {
            Frame rows = Rows(_rows is null ? DateTime.MinValue : _from);
            return rows.RowCount == 0 ? null : (Moment(rows, 0), Moment(rows, rows.RowCount - 1));
        }
    }

    public Frame Read(DateTime from, DateTime until, bool withLabels = false)
    {
        Frame rows = Rows(from);
        (int first, int end) = (Find(rows, from), Find(rows, until));
        return rows.Take([.. Enumerable.Range(first, Math.Max(0, end - first))]);
    }

    public Frame ReadFirst(DateTime from, DateTime until, long most)
    {
        Frame rows = Rows(from);
        (int first, int end) = (Find(rows, from), Find(rows, until));
        return rows.Take([.. Enumerable.Range(first, (int)Math.Max(0, Math.Min(most, end - first)))]);
    }

    public void Dispose()
    {
    }

    private Frame Rows(DateTime from)
    {
        if (_rows is null || from < _from)
        {
            Frame[] tables = [.. FileList.Of(source.Address).Where(file => file.Changed >= from).Select(file => Timed(file.Path))];
            _rows = tables.Length == 0 ? Frame.Of() : Frame.ConcatRows(tables).SortBy(source.Time!);
            _from = from;
        }

        return _rows;
    }

    /// <summary>Reads a file without the rows that have no time.</summary>
    private Frame Timed(string path)
    {
        Frame table = TableFiles.Read(path).Frame;
        return table[source.Time!] is TimestampColumn times ? times.MissingCount == 0 ? table : table.Filter(row => !times.IsMissing(row))
            : throw new YardException($"The column '{source.Time}' of '{path}' is {table[source.Time!].Kind} and must be times, as 2026-01-31T08:30:00Z, to cut windows by it.");
    }

    /// <summary>Finds the first row that is not before a moment.</summary>
    private int Find(Frame rows, DateTime moment)
    {
        int low = 0, high = rows.RowCount;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Moment(rows, middle) < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private DateTime Moment(Frame rows, int row) => new(((TimestampColumn)rows[source.Time!]).Ticks[row], DateTimeKind.Utc);
}
