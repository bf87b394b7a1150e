using Modelyard.Frames.Lineage;
using Modelyard.Frames.Reshaping;

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
        return new IndexedFrame(rows, new MultiIndex([new TextColumn("names", cells.Select(column => column.Name))], [null], cells.Length), cells)
            .Placed("set-index", Lineage, [.. keys.Concat(cells).Select(column => PositionOf(column.Name))])
            .RecordedAs("set-index", [Lineage], ("levels", LineageText.Names(keys.Select(column => column.Name))));
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
        return Unnest(keyed.Unstack([.. columns.Select(LevelKey.FromString)]), values?.Count == 1)
            .RecordedAs("pivot", [Lineage], ("index", LineageText.Names(index)), ("columns", LineageText.Names(columns)), ("values", LineageText.Names(values)));
    }

    /// <summary>Aggregates the rows of each combination of keys into one cell of a wide table.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <param name="aggregates">What is computed, at least one. The name of a single one is no level of the columns.</param>
    /// <returns>An indexed table, sorted by both kinds of keys; rows with a missing key are left out. A cell without rows is missing.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be aggregated so, or a name occurs twice.</exception>
    public IndexedFrame PivotTable(IReadOnlyList<string> index, IReadOnlyList<string> columns, params IReadOnlyList<Aggregate> aggregates) =>
        PivotTable(index, columns, aggregates, new PivotOptions());

    /// <summary>Aggregates the rows of each combination of keys into one cell of a wide table, with totals or a value for cells without rows.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; none for a table of the aggregates alone.</param>
    /// <param name="aggregates">What is computed, at least one. The name of a single one is no level of the columns, if there are other keys.</param>
    /// <param name="options">Totals and the value of empty cells.</param>
    /// <returns>An indexed table, sorted by both kinds of keys, the totals last; rows with a missing key are left out.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A column cannot be aggregated so, a name occurs twice, or a key is called as the totals are.</exception>
    public IndexedFrame PivotTable(IReadOnlyList<string> index, IReadOnlyList<string> columns, IReadOnlyList<Aggregate> aggregates, PivotOptions options)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(aggregates);
        ArgumentNullException.ThrowIfNull(options);
        string[] keys = [.. index, .. columns];

        // The levels are sorted when they are unstacked.
        Frame cells = GroupBy(keys, new GroupOptions { Sort = columns.Count == 0 }).Aggregate(aggregates);
        IndexedFrame wide = cells.SetIndex(keys);
        wide = columns.Count == 0 ? wide : wide.Unstack([.. columns.Select(LevelKey.FromString)], options.Fill);
        wide = options.Margins ? new TableMargins(DropMissing(keys), index, columns, aggregates, options.MarginsName).AddTo(wide) : wide;
        return Unnest(wide, aggregates.Count == 1 && columns.Count > 0).RecordedAs(
            "pivot-table", [Lineage], ("index", LineageText.Names(index)), ("columns", LineageText.Names(columns)), ("aggregate", LineageText.Aggregates(aggregates)));
    }

    /// <summary>Counts the rows of each combination of keys.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <returns>An indexed table of integers, sorted by both kinds of keys; zero where a combination does not occur. Rows with a missing key are left out.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">A name occurs twice, or is 'count'.</exception>
    public IndexedFrame CrossTab(IReadOnlyList<string> index, IReadOnlyList<string> columns) => CrossTab(index, columns, new CrossTabOptions());

    /// <summary>Counts or aggregates the rows of each combination of keys, with totals or as shares.</summary>
    /// <param name="index">The names of the columns that become the keys of the rows; at least one.</param>
    /// <param name="columns">The names of the columns whose cells become keys of the columns; at least one.</param>
    /// <param name="options">Totals, shares, and what is computed instead of a count.</param>
    /// <returns>An indexed table, sorted by both kinds of keys, the totals last. Rows with a missing key are left out.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    /// <exception cref="ModelyardException">As of <see cref="PivotTable(IReadOnlyList{string}, IReadOnlyList{string}, IReadOnlyList{Aggregate}, PivotOptions)"/>.</exception>
    public IndexedFrame CrossTab(IReadOnlyList<string> index, IReadOnlyList<string> columns, CrossTabOptions options)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        if (columns.Count == 0)
        {
            throw new ArgumentException("There is no key of the columns and must be at least one.", nameof(columns));
        }

        IndexedFrame table = PivotTable(
            index,
            columns,
            [options.Aggregate ?? Modelyard.Frames.Aggregate.Count()],
            new PivotOptions { Margins = options.Margins, MarginsName = options.MarginsName, Fill = options.Aggregate is null ? 0 : null });
        table = options.Shares == CrossTabShares.None ? table : new CrossShares(table, options.Shares, options.Margins).Run();
        return table.RecordedAs(
            "crosstab", [Lineage], ("index", LineageText.Names(index)), ("columns", LineageText.Names(columns)), ("shares", LineageText.Word(options.Shares)));
    }

    private static IndexedFrame Unnest(IndexedFrame wide, bool hasOneValue) => hasOneValue ? wide.DropLevels([0], IndexAxis.Columns) : wide;
}
