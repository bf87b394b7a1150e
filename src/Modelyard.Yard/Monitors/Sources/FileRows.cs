using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Reads files whose rows have a time. A file that was last changed before a moment is taken to hold no row of a later one, and is not read for it.</summary>
internal sealed class FileRows(MonitorSource source) : ITimedRows
{
    private Frame[]? _tables;
    private DateTime _from;

    public string Time => source.Time!;

    public (DateTime First, DateTime Last)? Span(DateTime? after)
    {
        Frame[] tables = [.. Tables(_tables is null ? after ?? DateTime.MinValue : _from).Where(table => table.RowCount > 0)];
        return tables.Length == 0 ? null : (tables.Min(table => Moment(table, 0)), tables.Max(table => Moment(table, table.RowCount - 1)));
    }

    public DateTime? Newest()
    {
        // A file that was changed before the newest row that is known has none that is newer.
        DateTime? newest = null;
        foreach ((string path, _) in FileList.Of(source.Address).Reverse().TakeWhile(file => !(file.Changed < newest)))
        {
            newest = Timed(path)?.SortBy(source.Time!) is { RowCount: > 0 } rows && !(Moment(rows, rows.RowCount - 1) < newest) ? Moment(rows, rows.RowCount - 1) : newest;
        }

        return newest;
    }

    public Frame Read(DateTime from, DateTime until, bool withLabels = false) => Read(from, until, int.MaxValue);

    public Frame ReadFirst(DateTime from, DateTime until, long most) => Read(from, until, (int)Math.Min(most, int.MaxValue));

    public void Dispose()
    {
    }

    /// <summary>Reads the first rows of a time. Only the files that have rows of it are put together, so that what is odd in one of another time does not matter.</summary>
    private Frame Read(DateTime from, DateTime until, int most)
    {
        var parts = new List<Frame>();
        Frame[] tables = Tables(from);
        foreach (Frame table in tables)
        {
            (int first, int end) = (Find(table, from), Find(table, until));
            if (end > first)
            {
                parts.Add(table.Take([.. Enumerable.Range(first, Math.Min(most, end - first))]));
            }
        }

        if (parts.Count == 0)
        {
            return tables is [var any, ..] ? any.Take([]) : Frame.Of();
        }

        Frame rows = parts.Count == 1 ? parts[0] : StackedFiles.Of(parts).SortBy(source.Time!);
        return rows.RowCount <= most ? rows : rows.Head(most);
    }

    /// <summary>Reads the files that may hold rows from a moment on, each in the order of time.</summary>
    private Frame[] Tables(DateTime from)
    {
        if (_tables is null || from < _from)
        {
            _tables = [.. FileList.Of(source.Address).Where(file => file.Changed >= from).Select(file => Timed(file.Path)).OfType<Frame>().Select(table => table.SortBy(source.Time!))];
            _from = from;
        }

        return _tables;
    }

    /// <summary>Reads a file without the rows that have no time; null if it has no row.</summary>
    private Frame? Timed(string path)
    {
        Frame table = FileList.Read(path);
        if (table.RowCount == 0)
        {
            return null;
        }

        if (!table.TryGetColumn(source.Time!, out Column? moments))
        {
            throw new YardException($"'{path}' has no column '{source.Time}', which is to say when its rows came about. It has {string.Join(", ", table.Columns.Take(20).Select(column => $"'{column.Name}'"))}. Mend the file, or put it elsewhere.");
        }

        return moments is TimestampColumn times ? times.MissingCount == 0 ? table : table.Filter(row => !times.IsMissing(row))
            : throw new YardException($"The column '{source.Time}' of '{path}' is {moments.Kind} and must be times, as 2026-01-31T08:30:00Z, to cut windows by it.");
    }

    /// <summary>Finds the first row that is not before a moment.</summary>
    private int Find(Frame rows, DateTime moment) => MomentSearch.First(((TimestampColumn)rows[source.Time!]).Ticks, moment.Ticks);

    private DateTime Moment(Frame rows, int row) => new(((TimestampColumn)rows[source.Time!]).Ticks[row], DateTimeKind.Utc);
}
