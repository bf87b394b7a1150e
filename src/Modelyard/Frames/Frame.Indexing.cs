namespace Modelyard.Frames;

/// <content>Keys of rows and columns.</content>
public sealed partial class Frame
{
    /// <summary>Makes columns the keys by which rows are found.</summary>
    /// <param name="levels">The names of the columns, the outermost level first; at least one.</param>
    /// <returns>An indexed table, in which the other columns have keys of one level without a name.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A name occurs twice.</exception>
    public IndexedFrame SetIndex(params IEnumerable<string> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Column[] keys = [.. levels.Select(name => this[name])];
        var rows = MultiIndex.Of(keys);
        Column[] cells = [.. _columns.Where(column => !keys.Contains(column))];
        return new IndexedFrame(rows, new MultiIndex([new TextColumn("names", cells.Select(column => column.Name))], [null], cells.Length), cells);
    }

    /// <summary>Makes a long table wide, with several columns of names or of values.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <param name="values">The names of the columns whose cells become the table; all others if null. Of a single one that is named, its name is no level of the columns.</param>
    /// <returns>An indexed table, sorted by both kinds of keys. A cell that the long table lacks is missing.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">Two rows compete for one cell, or a name occurs twice.</exception>
    public IndexedFrame Pivot(IReadOnlyList<string> index, IReadOnlyList<string> columns, IReadOnlyList<string>? values = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(columns);
        IndexedFrame keyed = (values is null ? this : Select([.. index, .. columns, .. values])).SetIndex([.. index, .. columns]);
        return Unnest(keyed.Unstack([.. columns.Select(LevelKey.FromString)]), values?.Count == 1);
    }

    /// <summary>Aggregates the rows of each combination of keys into one cell of a wide table.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <param name="aggregates">What is computed, at least one. The name of a single one is no level of the columns.</param>
    /// <returns>An indexed table, sorted by both kinds of keys; rows with a missing key are left out. A cell without rows is missing.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be aggregated so, or a name occurs twice.</exception>
    public IndexedFrame PivotTable(IReadOnlyList<string> index, IReadOnlyList<string> columns, params IReadOnlyList<Aggregate> aggregates)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(aggregates);
        string[] keys = [.. index, .. columns];

        // The levels are sorted when they are unstacked.
        Frame cells = GroupBy(keys, new GroupOptions { Sort = false }).Aggregate(aggregates);
        return Unnest(cells.SetIndex(keys).Unstack([.. columns.Select(LevelKey.FromString)]), aggregates.Count == 1);
    }

    /// <summary>Counts the rows of each combination of keys.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <returns>An indexed table of integers, sorted by both kinds of keys; zero where a combination does not occur. Rows with a missing key are left out.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A name occurs twice, or is 'count'.</exception>
    public IndexedFrame CrossTab(IReadOnlyList<string> index, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(columns);
        string[] keys = [.. index, .. columns];
        Frame counts = GroupBy(keys, new GroupOptions { Sort = false }).Aggregate(Aggregate.Count());
        return Unnest(counts.SetIndex(keys).Unstack([.. columns.Select(LevelKey.FromString)], 0), hasOneValue: true);
    }

    private static IndexedFrame Unnest(IndexedFrame wide, bool hasOneValue) => hasOneValue ? wide.DropLevels([0], IndexAxis.Columns) : wide;
}
