using Modelyard.Frames.Grouping;
using Modelyard.Frames.Keys;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Reshaping;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Represents a table whose rows are gathered into groups of equal keys.</summary>
public sealed partial class GroupedFrame
{
    private readonly Frame _table;
    private readonly string[] _keys;
    private readonly int[] _groups;
    private readonly Lazy<KeyRows> _rows;

    internal GroupedFrame(Frame table, string[] keys, GroupOptions options)
    {
        _table = table;
        _keys = keys;
        var rowKeys = RowKeys.Of([.. keys.Select(key => table[key])], options.KeepMissing ? MissingKeys.Kept : MissingKeys.Dropped);
        _groups = rowKeys.Numbers[0];
        Count = rowKeys.Count;
        Keys = table.Select(keys).Take(rowKeys.FirstRows()).Recorded("group", table, ("by", LineageText.Names(keys)));
        if (options.Sort)
        {
            Sort();
        }

        _rows = new Lazy<KeyRows>(() => KeyRows.Of(_groups, Count));
    }

    /// <summary>Initializes groups whose rows are known already.</summary>
    /// <param name="table">The table.</param>
    /// <param name="groups">The group of each row; -1 for none.</param>
    /// <param name="keys">The keys, one row a group.</param>
    /// <param name="count">The number of groups.</param>
    internal GroupedFrame(Frame table, int[] groups, Frame keys, int count)
    {
        _table = table;
        _keys = [.. keys.Columns.Select(column => column.Name)];
        _groups = groups;
        Count = count;
        Keys = keys;
        _rows = new Lazy<KeyRows>(() => KeyRows.Of(_groups, Count));
    }

    /// <summary>Gets the number of groups.</summary>
    public int Count { get; }

    /// <summary>Gets the keys, one row a group.</summary>
    public Frame Keys { get; private set; }

    /// <summary>Gets the group of each row; -1 for a row that belongs to none.</summary>
    public ReadOnlySpan<int> GroupOfRow => _groups;

    /// <summary>Gets the rows of one group, in the order of the table.</summary>
    /// <param name="group">The zero-based group.</param>
    /// <returns>A table of those rows.</returns>
    public Frame this[int group] => _table.Take(_rows.Value[group]);

    /// <summary>Computes aggregates of each group.</summary>
    /// <param name="aggregates">The aggregates.</param>
    /// <returns>A table of one row a group: its keys, then the aggregates.</returns>
    /// <exception cref="UnknownColumnException">A column is not in the table.</exception>
    /// <exception cref="ModelyardException">A column holds what cannot be aggregated so, a sum is too great, or two results have the same name.</exception>
    public Frame Aggregate(params IEnumerable<Aggregate> aggregates) => AggregateAs("group", aggregates);

    /// <summary>Computes numbers of each group, on behalf of a verb.</summary>
    internal Frame AggregateAs(string verb, IEnumerable<Aggregate> aggregates)
    {
        ArgumentNullException.ThrowIfNull(aggregates);
        Aggregate[] all = [.. aggregates];
        if (all.Select(one => one.Name).Concat(_keys).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelyardException($"The result would have two columns '{twice.Key}'; give an aggregate another name.");
        }

        var columns = new Column[all.Length];
        int degree = Array.TrueForAll(all, one => one.Kind != AggregateKind.Custom) ? Environment.ProcessorCount : 1;
        ParallelLoop.For(all.Length, degree, i => columns[i] = Compute(all[i]));
        return Frame.Of([.. Keys.Columns, .. columns]).Recorded(
            verb,
            [_table],
            all.Select(one => (one.Name, Array.ConvertAll(one.Columns(_table), column => (0, column)))),
            ("by", _keys.Length == 0 ? null : LineageText.Names(_keys)),
            ("aggregate", LineageText.Aggregates(all)));
    }

    /// <summary>Computes an aggregate of each group and gives it to all rows of the group.</summary>
    /// <param name="aggregate">The aggregate.</param>
    /// <returns>A column as long as the table; missing where a row belongs to no group.</returns>
    public Column Transform(Aggregate aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        return Compute(aggregate).TakeOrMissing(_groups);
    }

    /// <summary>Computes a column within each group, such as a rolling mean or a lag, and puts the cells back to their rows.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="compute">Computes a column of the group's cells, as long as they are.</param>
    /// <returns>A column as long as the table; missing where a row belongs to no group.</returns>
    /// <exception cref="ModelyardException">A computed column has another length.</exception>
    public Column Transform(string column, Func<Column, Column> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        Column source = _table[column];
        return PutBack(column, group => compute(source.Take(_rows.Value[group])), () => source.Take([]));
    }

    /// <summary>Keeps the rows of the groups that a predicate accepts.</summary>
    /// <param name="keep">The predicate, given the group's rows.</param>
    /// <returns>A table of those rows, in the order of the table.</returns>
    public Frame Filter(Func<Frame, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        bool[] kept = new bool[Count];
        for (int group = 0; group < Count; group++)
        {
            kept[group] = keep(this[group]);
        }

        return _table.Filter(Array.ConvertAll(_groups, group => group >= 0 && kept[group])).Recorded("filter-groups", _table, ("by", LineageText.Names(_keys)));
    }

    /// <summary>Makes a table of each group, and puts the tables below each other with the keys before them.</summary>
    /// <param name="make">Makes a table of the group's rows. Columns of it that are named as a key are left out.</param>
    /// <returns>The keys and what was made.</returns>
    public Frame Apply(Func<Frame, Frame> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        List<Frame> parts = [];
        (string, (int, string)[])[]? origins = null;
        for (int group = 0; group < Count; group++)
        {
            Frame own = this[group], made = make(own);
            origins ??= Origins(own, made);
            int[] rows = new int[made.RowCount];
            Array.Fill(rows, group);
            parts.Add(Frame.Of([.. Keys.Take(rows).Columns, .. made.Columns.Where(column => !_keys.Contains(column.Name))]));
        }

        return (parts.Count == 0 ? Keys : Frame.ConcatRows(parts)).Recorded("apply", [_table], origins, ("by", LineageText.Names(_keys)));
    }

    /// <summary>Finds what the columns that were made of the first group come from; all of the table if they were made by other means than verbs.</summary>
    private (string Column, (int Input, string Column)[] From)[] Origins(Frame group, Frame made)
    {
        LineageStep step = made.Lineage.As("apply", [], [group.Lineage]);
        var all = new Lazy<(int, string)[]>(() => [.. _table.Columns.Select(column => (0, column.Name))]);
        return
        [
            .. made.Columns.Where(column => !_keys.Contains(column.Name)).Select(column =>
                (column.Name, made.Lineage == group.Lineage ? [(0, column.Name)] : step.OriginsOf(column.Name) is { Count: > 0 } from ? from.Select(one => (0, one.Column)).ToArray() : all.Value)),
        ];
    }

    /// <summary>Computes a column of each group and puts the cells back to the rows that they come from.</summary>
    private Column PutBack(string name, Func<int, Column> compute, Func<Column> none)
    {
        KeyRows rows = _rows.Value;
        var parts = new Column[Count];
        for (int group = 0; group < Count; group++)
        {
            parts[group] = compute(group);
            if (parts[group].Length != rows[group].Length)
            {
                throw new ModelyardException($"The column computed of group '{group}' has '{parts[group].Length}' cells and must have '{rows[group].Length}', one for each of its rows.");
            }
        }

        int[] places = new int[_groups.Length];
        Array.Fill(places, Column.Gap);
        for (int place = 0; place < rows.All.Length; place++)
        {
            places[rows.All[place]] = place;
        }

        return (parts.Length == 0 ? none().Rename(name) : ColumnStack.Of(name, parts)).TakeOrMissing(places);
    }

    private void Sort()
    {
        int[] order = Keys.SortedRows(_keys);
        int[] positions = new int[order.Length];
        for (int position = 0; position < order.Length; position++)
        {
            positions[order[position]] = position;
        }

        for (int row = 0; row < _groups.Length; row++)
        {
            _groups[row] = _groups[row] < 0 ? RowKeys.None : positions[_groups[row]];
        }

        Keys = Keys.Take(order).Recorded("group", _table, ("by", LineageText.Names(_keys)));
    }

    private Column Compute(Aggregate aggregate)
    {
        if (aggregate.Column is null)
        {
            return GroupCounts.OfRows(aggregate.Name, _groups, Count);
        }

        Column column = aggregate.ColumnOf(_table);
        Column result = aggregate.Kind switch
        {
            AggregateKind.Count => GroupCounts.OfCells(aggregate.Name, column, _groups, Count),
            AggregateKind.Sum when column is IntegerColumn or BooleanColumn => GroupSums.OfIntegers(column, _groups, Count),
            AggregateKind.Sum => GroupSums.OfNumbers(Numbers(aggregate, column), _groups, Count),
            AggregateKind.Mean => GroupMoments.Means(Numbers(aggregate, column), _groups, Count),
            AggregateKind.Variance or AggregateKind.StandardDeviation or AggregateKind.StandardError => GroupMoments.Spreads(Numbers(aggregate, column), _groups, Count, aggregate),
            AggregateKind.Skewness or AggregateKind.Kurtosis => new DoubleColumn(column.Name, GroupShapes.Of(Numbers(aggregate, column), _groups, Count, GroupShapes.Parts(aggregate.Kind)).Compute(aggregate.Kind, 0)),
            AggregateKind.Product => GroupTruths.Products(Numbers(aggregate, column), _groups, Count),
            AggregateKind.Any or AggregateKind.All => GroupTruths.Truths(Numbers(aggregate, column), _groups, Count, aggregate.Kind == AggregateKind.All),
            AggregateKind.Quantile => GroupQuantiles.Of(Numbers(aggregate, column), _rows.Value, aggregate.Share),
            AggregateKind.Minimum => column.TakeOrMissing(GroupPicks.Least(column, _groups, Count, descending: false)),
            AggregateKind.Maximum => column.TakeOrMissing(GroupPicks.Least(column, _groups, Count, descending: true)),
            AggregateKind.First => column.TakeOrMissing(GroupPicks.First(column, _groups, Count)),
            AggregateKind.Last => column.TakeOrMissing(GroupPicks.Last(column, _groups, Count)),
            AggregateKind.Mode => column.TakeOrMissing(GroupFrequencies.Modes(column, _groups, Count)),
            AggregateKind.UniqueCount => GroupFrequencies.UniqueCounts(column, _groups, Count),
            _ => new DoubleColumn(aggregate.Name, [.. Enumerable.Range(0, Count).Select(group => aggregate.Function!(column.Take(_rows.Value[group])))]),
        };
        return result.Rename(aggregate.Name);
    }

    /// <summary>Requires that a column holds what an aggregate of numbers can be computed of.</summary>
    internal static Column Numbers(Aggregate aggregate, Column column) => column.Kind is ColumnKind.Boolean or ColumnKind.Integer or ColumnKind.Double
        ? column
        : throw new ModelyardException($"The column '{column.Name}' holds '{column.Kind}', of which '{aggregate.Kind}' cannot be computed; it must hold numbers or booleans.");
}
