using Modelyard.Frames.Lineage;
using Modelyard.Frames.Merging;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <content>Merging and concatenating.</content>
public sealed partial class Frame
{
    /// <summary>Merges two tables: rows whose keys are equal become one row.</summary>
    /// <param name="right">The other table.</param>
    /// <param name="on">The keys: columns of both tables, or what is computed of each; a text stands for a name that both have.</param>
    /// <param name="how">Which rows are kept.</param>
    /// <param name="options">Suffixes, the check of the keys, an indicator, missing keys and the limit of rows; the defaults if null.</param>
    /// <returns>
    /// The keys under the left table's names, once each; then the other columns of the left table and those of the right. Rows stand in the order of
    /// the left table (of the right, if that is the one whose rows are all kept) and, for one of its rows, of the other; an outer merge has the rows
    /// that only the right table has at its end.
    /// </returns>
    /// <exception cref="UnknownColumnException">A key is not in its table.</exception>
    /// <exception cref="ModelyardException">Keys of different kinds, a key that occurs too often, names that clash, or more rows than are allowed.</exception>
    public Frame Merge(Frame right, IReadOnlyList<MergeKey> on, MergeHow how = MergeHow.Inner, MergeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(on);
        Frame left = ComputedKeys.Add(this, on, key => key.LeftExpression);
        var merge = new TableMerge(left, ComputedKeys.Add(right, on, key => key.RightExpression), on, how, options ?? new MergeOptions());
        Frame merged = merge.Run();

        // Which rows have a partner was asked, not by what.
        merged = how is MergeHow.Semi or MergeHow.Anti && left != this ? merged.Select(_columns.Select(column => column.Name)) : merged;
        return merged.Recorded(
            "merge",
            [this, right],
            merge.Origins.Select(one => (one.Column, ComputedKeys.Resolve(one.From, on, this, right))),
            ("on", on.Count == 0 ? null : LineageText.Keys(on)),
            ("how", LineageText.Word(how)));
    }

    /// <summary>Merges each row with the row of another table whose key is nearest: the last price before a trade, the reading next to an event.</summary>
    /// <param name="right">The other table.</param>
    /// <param name="on">The key that need not be equal: integers, doubles or timestamps, sorted in both tables unless the options say otherwise.</param>
    /// <param name="options">The side on which a partner is sought, keys that must be equal, the tolerance; the defaults if null.</param>
    /// <returns>
    /// The rows of this table in their order, with the other columns of the right table beside them; missing where a row has no partner, as has one whose key
    /// is missing. A key of two names keeps both columns, since their cells differ.
    /// </returns>
    /// <exception cref="UnknownColumnException">A key is not in its table.</exception>
    /// <exception cref="ModelyardException">Keys that are out of order or of kinds that have no distance, a tolerance of the wrong kind, or names that clash.</exception>
    public Frame MergeAsOf(Frame right, MergeKey on, AsOfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(on);
        options ??= new AsOfOptions();
        var merge = new AsOfMerge(this, right, on, options);
        return merge.Run().Recorded(
            "merge-asof",
            [this, right],
            merge.Origins,
            ("on", LineageText.Keys([on])),
            ("by", options.By.Count == 0 ? null : LineageText.Keys(options.By)),
            ("direction", LineageText.Word(options.Direction)));
    }

    /// <summary>Puts tables below each other; columns are found by their names.</summary>
    /// <param name="tables">The tables, at least one.</param>
    /// <returns>A new frame with every column that any of the tables has, in the order in which they first occur; missing where a table has none.</returns>
    /// <exception cref="ArgumentException">There is no table.</exception>
    /// <exception cref="ModelyardException">Columns of one name hold kinds that do not go together.</exception>
    public static Frame ConcatRows(params IEnumerable<Frame> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Frame[] all = [.. tables];
        if (all.Length == 0)
        {
            throw new ArgumentException("There is no table and must be at least one.", nameof(tables));
        }

        int rows = checked((int)all.Sum(table => (long)table.RowCount));
        Column[] columns = [.. all.SelectMany(table => table._columns).Select(column => column.Name).Distinct(StringComparer.Ordinal)
            .Select(name => ColumnStack.Of(name, [.. all.Select(table => table.TryGetColumn(name, out Column? column) ? column : Absent(name, table.RowCount))]))];
        return new Frame(columns, columns.Length == 0 ? 0 : rows).Recorded("concat", all, columns.Select(column => (column.Name, Holders(all, column.Name))), ("axis", "rows"));
    }

    /// <summary>Puts tables beside each other, row by row.</summary>
    /// <param name="tables">The tables, all of the same length, no two with a column of the same name.</param>
    /// <returns>A new frame with the columns of all.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or two columns have the same name.</exception>
    public static Frame ConcatColumns(params IEnumerable<Frame> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Frame[] all = [.. tables];
        return Of(all.SelectMany(table => table._columns)).Recorded("concat", all, null, ("axis", "columns"));
    }

    private static (int Input, string Column)[] Holders(Frame[] tables, string name) =>
        [.. tables.Index().Where(one => one.Item.TryGetColumn(name, out _)).Select(one => (one.Index, name))];

    private static DoubleColumn Absent(string name, int rows)
    {
        double[] cells = new double[rows];
        Array.Fill(cells, double.NaN);
        return new DoubleColumn(name, cells);
    }
}
