using Modelyard.Frames.Lineage;
using Modelyard.Frames.Merging;
using Modelyard.Frames.Resampling;

namespace Modelyard.Frames;

/// <summary>Represents a table whose rows are gathered by periods of time; periods without a row, between others, are there too.</summary>
public sealed class ResampledFrame
{
    private readonly Frame _table;
    private readonly TimestampColumn _times;
    private readonly int[] _groupOfRow;
    private readonly int[] _groupOfPeriod;
    private readonly bool _hasKeys;

    internal ResampledFrame(Frame table, string time, ReadOnlySpan<int> groups, Frame keys, TimeRule rule, ResampleOptions options)
    {
        _table = table;
        _times = table[time] as TimestampColumn
            ?? throw new ModelyardException($"The column '{time}' holds '{table[time].Kind}' and must hold timestamps.");
        _hasKeys = keys.Columns.Count > 0;
        _groupOfRow = groups.ToArray();
        (long[] first, long[] last) = Ranges(keys.RowCount);
        List<int> groupOfPeriod = [];
        List<long> labels = [];
        int[] offsets = new int[keys.RowCount];
        var periods = new TimePeriods?[keys.RowCount];
        for (int group = 0; group < offsets.Length; group++)
        {
            offsets[group] = labels.Count;
            if (first[group] <= last[group])
            {
                TimePeriods own = TimePeriods.Of(first[group], last[group], rule, options with { MaxPeriods = options.MaxPeriods - labels.Count });
                periods[group] = own;
                labels.AddRange(own.Labels);
                groupOfPeriod.AddRange(Enumerable.Repeat(group, own.Labels.Length));
            }
        }

        _groupOfPeriod = [.. groupOfPeriod];
        int[] periodOfRow = new int[_groupOfRow.Length];
        for (int row = 0; row < periodOfRow.Length; row++)
        {
            periodOfRow[row] = IsOut(row) ? Column.Gap : offsets[_groupOfRow[row]] + periods[_groupOfRow[row]]!.IndexOf(_times.Ticks[row]);
        }

        var label = new TimestampColumn(time, [.. labels], _times.IsUtc);
        Groups = new GroupedFrame(table, periodOfRow, Frame.Of([.. keys.Columns.Select(key => key.Take(_groupOfPeriod)), label]), labels.Count);
    }

    /// <summary>Gets the periods as groups of rows, for what can be done with groups.</summary>
    public GroupedFrame Groups { get; }

    /// <summary>Gets the number of periods.</summary>
    public int Count => Groups.Count;

    /// <summary>Computes aggregates of each period.</summary>
    /// <param name="aggregates">The aggregates.</param>
    /// <returns>A table of one row a period: the keys of groups, if there are any, the time that the period is called by, then the aggregates. Of a period without rows a sum is zero and a mean is missing.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">As of <see cref="GroupedFrame.Aggregate"/>.</exception>
    public Frame Aggregate(params IEnumerable<Aggregate> aggregates) => Groups.AggregateAs("resample", aggregates);

    /// <summary>Gives each period the row of its very time.</summary>
    /// <returns>A table of one row a period; its cells are missing if no row has that time.</returns>
    public Frame AsFrequency() => Fetch("as-frequency", AsOfDirection.Backward, exact: true);

    /// <summary>Gives each period the last row that is not later than its time.</summary>
    /// <returns>A table of one row a period; its cells are missing if all rows are later.</returns>
    public Frame FillForward() => Fetch("fill-forward", AsOfDirection.Backward, exact: false);

    /// <summary>Gives each period the first row that is not earlier than its time.</summary>
    /// <returns>A table of one row a period; its cells are missing if all rows are earlier.</returns>
    public Frame FillBackward() => Fetch("fill-backward", AsOfDirection.Forward, exact: false);

    /// <summary>Gives each period the row that is nearest to its time, of two equally near the later.</summary>
    /// <returns>A table of one row a period.</returns>
    public Frame Nearest() => Fetch("nearest", AsOfDirection.Nearest, exact: false);

    /// <summary>Gives each period the numbers of the row of its very time, and between such periods those on a straight line.</summary>
    /// <returns>A table of one row a period; cells of other kinds than numbers are as <see cref="AsFrequency"/> has them.</returns>
    public Frame Interpolate()
    {
        Frame sparse = AsFrequency();
        string[] keys = [.. Groups.Keys.Columns.Select(column => column.Name)];
        GroupedFrame? groups = _hasKeys ? sparse.GroupBy(keys[..^1], new GroupOptions { KeepMissing = true }) : null;
        return Recorded("interpolate", Frame.Of(sparse.Columns.Select(column => column.Kind is not (ColumnKind.Integer or ColumnKind.Double) || keys.Contains(column.Name)
            ? column
            : groups is null ? column.Interpolate() : groups.Transform(column.Name, own => own.Interpolate()))));
    }

    private Frame Recorded(string how, Frame periods) =>
        periods.Recorded("resample", _table, ("by", LineageText.Names(Groups.Keys.Columns.Select(column => column.Name))), ("how", how));

    private bool IsOut(int row) => _groupOfRow[row] < 0 || _times.IsMissing(row);

    private (long[] First, long[] Last) Ranges(int count)
    {
        long[] first = new long[count], last = new long[count];
        Array.Fill(first, long.MaxValue);
        Array.Fill(last, long.MinValue);
        for (int row = 0; row < _groupOfRow.Length; row++)
        {
            if (!IsOut(row))
            {
                int group = _groupOfRow[row];
                first[group] = Math.Min(first[group], _times.Ticks[row]);
                last[group] = Math.Max(last[group], _times.Ticks[row]);
            }
        }

        return (first, last);
    }

    private Frame Fetch(string how, AsOfDirection direction, bool exact)
    {
        var labels = (TimestampColumn)Groups.Keys.Columns[^1];
        ulong[] mine = new ulong[labels.Length], theirs = new ulong[_times.Length];
        labels.CopySortKeys(mine);
        _times.CopySortKeys(theirs);
        int[] leftOrder = Frame.Of(labels).SortedRows([labels.Name]), rightOrder = _table.SortedRows([_times.Name]);
        int[] sources = new AsOfSearch<ulong>(
            mine, leftOrder, _groupOfPeriod, theirs, rightOrder[..(_times.Length - _times.MissingCount)], _groupOfRow, _groupOfPeriod.Length == 0 ? 0 : _groupOfPeriod[^1] + 1, exact ? 0 : null, allowExact: true)
            .Find(direction, prefersAfter: true);
        var keys = Groups.Keys.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Recorded(how, Frame.Of([.. Groups.Keys.Columns, .. _table.Columns.Where(column => !keys.Contains(column.Name)).Select(column => column.TakeOrMissing(sources))]));
    }
}
