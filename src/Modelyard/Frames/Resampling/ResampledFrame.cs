using Modelyard.Frames.Lineage;
using Modelyard.Frames.Merging;
using Modelyard.Frames.Resampling;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents a table whose rows are gathered by periods of time; periods without a row, between others, are there too.</summary>
public sealed class ResampledFrame
{
    private const int PieceRows = 1 << 16;

    private readonly Frame _table;
    private readonly TimestampColumn _times;

    // Null if all rows are one group.
    private readonly int[]? _groupOfRow;

    private readonly int[] _groupOfPeriod;
    private readonly bool _hasKeys;

    /// <summary>Initializes periods.</summary>
    /// <param name="table">The table.</param>
    /// <param name="time">The name of the column of timestamps.</param>
    /// <param name="groups">The group of each row, -1 for none; empty if all rows are one group.</param>
    /// <param name="keys">The keys of the groups.</param>
    /// <param name="rule">The periods.</param>
    /// <param name="options">Which end belongs to a period and names it.</param>
    internal ResampledFrame(Frame table, string time, ReadOnlySpan<int> groups, Frame keys, TimeRule rule, ResampleOptions options)
    {
        _table = table;
        _times = table[time] as TimestampColumn
            ?? throw new ModelyardException($"The column '{time}' holds '{table[time].Kind}' and must hold timestamps.");
        _hasKeys = keys.Columns.Count > 0;
        _groupOfRow = groups.IsEmpty ? null : groups.ToArray();
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
        var label = new TimestampColumn(time, [.. labels], _times.IsUtc);
        Frame names = Frame.Of([.. keys.Columns.Select(key => key.Take(_groupOfPeriod)), label]);
        Groups = new GroupedFrame(table, PeriodOfRow(periods, offsets), names, labels.Count);
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

    private int GroupOf(int row) => _groupOfRow is null ? 0 : _groupOfRow[row];

    private bool IsOut(int row) => GroupOf(row) < 0 || _times.IsMissing(row);

    /// <summary>Finds the period of each row, in pieces side by side (resample_flights).</summary>
    private int[] PeriodOfRow(TimePeriods?[] periods, int[] offsets)
    {
        int[] periodOfRow = GC.AllocateUninitializedArray<int>(_times.Length);
        bool isPlain = _groupOfRow is null && _times.MissingCount == 0;
        ParallelLoop.For((periodOfRow.Length + PieceRows - 1) / PieceRows, Environment.ProcessorCount, piece =>
        {
            int end = Math.Min(periodOfRow.Length, (piece + 1) * PieceRows), last = 0;
            ReadOnlySpan<long> ticks = _times.Ticks;
            if (isPlain)
            {
                TimePeriods all = periods[0]!;
                for (int row = piece * PieceRows; row < end; row++)
                {
                    periodOfRow[row] = all.IndexOf(ticks[row], ref last);
                }

                return;
            }

            for (int row = piece * PieceRows; row < end; row++)
            {
                periodOfRow[row] = IsOut(row) ? Column.Gap : offsets[GroupOf(row)] + periods[GroupOf(row)]!.IndexOf(ticks[row], ref last);
            }
        });
        return periodOfRow;
    }

    private (long[] First, long[] Last) Ranges(int count)
    {
        if (_groupOfRow is null && _times.MissingCount == 0)
        {
            (long least, long greatest) = IntegerBounds.Of(_times.Ticks);
            return ([least], [greatest]);
        }

        long[] first = new long[count], last = new long[count];
        Array.Fill(first, long.MaxValue);
        Array.Fill(last, long.MinValue);
        for (int row = 0; row < _times.Length; row++)
        {
            if (!IsOut(row))
            {
                int group = GroupOf(row);
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
            mine, leftOrder, _groupOfPeriod, theirs, rightOrder[..(_times.Length - _times.MissingCount)], _groupOfRow ?? new int[_times.Length], _groupOfPeriod.Length == 0 ? 0 : _groupOfPeriod[^1] + 1, exact ? 0 : null, allowExact: true)
            .Find(direction, prefersAfter: true);
        var keys = Groups.Keys.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Recorded(how, Frame.Of([.. Groups.Keys.Columns, .. _table.Columns.Where(column => !keys.Contains(column.Name)).Select(column => column.TakeOrMissing(sources))]));
    }
}
