using Modelyard.Frames.Indexing;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <content>Levels: set, reset, name, reorder, sort and drop them.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Makes columns the innermost levels of the rows, after the levels that there are.</summary>
    /// <param name="columns">The labels of the columns, of which there must be one level.</param>
    /// <returns>A new table without these columns.</returns>
    /// <exception cref="ModelyardException">No column has a label, there are several column levels, or a level of that name is there already.</exception>
    public IndexedFrame AppendIndex(params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (Columns.LevelCount != 1)
        {
            throw new ModelyardException($"The columns have '{Columns.LevelCount}' levels and must have '1' before one of them can be a level of the rows; call Flatten first.");
        }

        string[] names = [.. columns];
        int[] found = [.. names.SelectMany(name => IndexSelection.AtKey(Columns, [name], IndexAxis.Columns))];
        var added = new MultiIndex([.. found.Select(column => _cells[column])], names, RowCount);
        int[] others = [.. Enumerable.Range(0, ColumnCount).Except(found)];
        MultiIndex rows = Rows.Beside(added);
        return new IndexedFrame(rows, Columns.Take(others), Array.ConvertAll(others, column => _cells[column]))
            .Placed("append-index", Lineage, [.. Enumerable.Range(0, Rows.LevelCount), .. found.Concat(others).Select(column => Rows.LevelCount + column)])
            .RecordedAs("append-index", [Lineage], ("levels", LineageText.Names(names)));
    }

    /// <summary>Makes all levels of the rows columns again, and names of the column keys.</summary>
    /// <param name="separator">What stands between the labels of a column key in its name.</param>
    /// <returns>A plain table: the levels, then the cells.</returns>
    /// <exception cref="ModelyardException">Two columns would have the same name.</exception>
    public Frame ResetIndex(string separator = "_")
    {
        Column[] columns = [.. Rows.Levels, .. Enumerable.Range(0, ColumnCount).Select(column => NamedCells(column, separator))];
        return columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ModelyardException($"The table would have two columns '{twice.Key}'; rename a level, or flatten the column keys with another separator.")
            : Frame.Of(columns).Recorded("reset-index", [Lineage], columns.Select((column, place) => (column.Name, new[] { Origin(place) })));
    }

    /// <summary>Makes some levels of the rows columns, before the other columns.</summary>
    /// <param name="levels">The levels, not all of them.</param>
    /// <returns>A new table. The name of a level is the outermost label of its column, which has missing labels in the other column levels.</returns>
    /// <exception cref="ModelyardException">There is no such level, or none would be left.</exception>
    public IndexedFrame ResetIndex(IReadOnlyList<LevelKey> levels)
    {
        int[] moved = RequireRest(Rows, Rows.PositionsOf(levels), "reset the whole index by ResetIndex()");
        int count = moved.Length;
        Column names = new TextColumn("names", moved.Select(level => Rows.Levels[level].Name));
        MultiIndex columns = Columns.LevelCount == 0 ? new MultiIndex([new TextColumn("names", [Nameless])], [null], 1) : Columns;
        Column[] labels = [.. columns.Levels.Select((level, position) => position == 0
            ? ColumnStack.Of(level.Name, [names, AsText(level)])
            : level.TakeOrMissing([.. Enumerable.Repeat(Column.Gap, count), .. Enumerable.Range(0, level.Length)]))];
        return new IndexedFrame(Rows.Without(moved), new MultiIndex(labels, columns.Names, columns.Length + count), [.. moved.Select(level => Rows.Levels[level]), .. _cells])
            .Placed("reset-index", Lineage, [.. Enumerable.Range(0, Rows.LevelCount).Except(moved), .. moved, .. Enumerable.Range(Rows.LevelCount, ColumnCount)])
            .RecordedAs("reset-index", [Lineage], ("levels", LineageText.Names(levels.Select(level => $"{level}"))));
    }

    /// <summary>Exchanges two levels; the keys stay where they are.</summary>
    /// <param name="first">One level.</param>
    /// <param name="second">The other.</param>
    /// <param name="axis">Whether levels of rows or of columns are meant.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is no such level.</exception>
    public IndexedFrame SwapLevels(LevelKey first, LevelKey second, IndexAxis axis = IndexAxis.Rows)
    {
        MultiIndex index = Axis(axis);
        int[] order = [.. Enumerable.Range(0, index.LevelCount)];
        int a = index.PositionOf(first), b = index.PositionOf(second);
        (order[a], order[b]) = (order[b], order[a]);
        return WithAxis(axis, index.Select(order), order).RecordedAs("swap-levels", [Lineage], ("levels", $"{first}, {second}"));
    }

    /// <summary>Puts the levels into another order; the keys stay where they are.</summary>
    /// <param name="levels">All levels, the outermost first.</param>
    /// <param name="axis">Whether levels of rows or of columns are meant.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is no such level, or one is left out.</exception>
    public IndexedFrame ReorderLevels(IReadOnlyList<LevelKey> levels, IndexAxis axis = IndexAxis.Rows)
    {
        MultiIndex index = Axis(axis);
        int[] order = index.PositionsOf(levels);
        return order.Length == index.LevelCount
            ? WithAxis(axis, index.Select(order), order).RecordedAs("reorder-levels", [Lineage], ("levels", LineageText.Names(levels.Select(level => $"{level}"))))
            : throw new ModelyardException($"The new order names '{order.Length}' levels and must name all '{index.LevelCount}'; leave levels out by DropLevels.");
    }

    /// <summary>Gives a level another name.</summary>
    /// <param name="level">The level.</param>
    /// <param name="name">The new name; null for none.</param>
    /// <param name="axis">Whether a level of rows or of columns is meant.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is no such level, or another has the name.</exception>
    public IndexedFrame RenameLevel(LevelKey level, string? name, IndexAxis axis = IndexAxis.Rows)
    {
        MultiIndex index = Axis(axis);
        string?[] names = [.. index.Names];
        names[index.PositionOf(level)] = name;
        return WithAxis(axis, new MultiIndex(index.Levels, names, index.Length)).RecordedAs("rename-level", [Lineage], ($"{level}", name ?? ""));
    }

    /// <summary>Gives all levels names.</summary>
    /// <param name="names">One name a level, the outermost first; null for none.</param>
    /// <param name="axis">Whether levels of rows or of columns are meant.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is not one name a level, or a name occurs twice.</exception>
    public IndexedFrame RenameLevels(IReadOnlyList<string?> names, IndexAxis axis = IndexAxis.Rows)
    {
        ArgumentNullException.ThrowIfNull(names);
        MultiIndex index = Axis(axis);
        return names.Count == index.LevelCount
            ? WithAxis(axis, new MultiIndex(index.Levels, names, index.Length)).RecordedAs("rename-levels", [Lineage], ("names", LineageText.Names(names.Select(name => name ?? ""))))
            : throw new ModelyardException($"There are '{names.Count}' names and must be '{index.LevelCount}', one a level.");
    }

    /// <summary>Leaves levels out; keys may then occur more than once.</summary>
    /// <param name="levels">The levels, not all of them.</param>
    /// <param name="axis">Whether levels of rows or of columns are meant.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is no such level, or none would be left.</exception>
    public IndexedFrame DropLevels(IReadOnlyList<LevelKey> levels, IndexAxis axis = IndexAxis.Rows)
    {
        MultiIndex index = Axis(axis);
        int[] dropped = RequireRest(index, index.PositionsOf(levels), "at least one level must stay");
        return WithAxis(axis, index.Without(dropped), Enumerable.Range(0, index.LevelCount).Except(dropped)).RecordedAs("drop-levels", [Lineage], ("levels", LineageText.Names(levels.Select(level => $"{level}"))));
    }

    /// <summary>Sorts rows or columns by their keys; equal keys keep their order and missing labels come last.</summary>
    /// <param name="levels">The levels that weigh most, the first most of all; then come the others, the outermost first. All in their order if null.</param>
    /// <param name="descending">True to put the greatest first, for every level.</param>
    /// <param name="axis">Whether rows or columns are sorted.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ModelyardException">There is no such level.</exception>
    public IndexedFrame SortIndex(IReadOnlyList<LevelKey>? levels = null, bool descending = false, IndexAxis axis = IndexAxis.Rows)
    {
        MultiIndex index = Axis(axis);
        int[] first = index.PositionsOf(levels ?? []);
        int[] order = [.. first, .. Enumerable.Range(0, index.LevelCount).Except(first)];
        return Take(axis, IndexOrder.Of(index.Codes(order), index.Length, descending)).RecordedAs("sort-index", [Lineage], ("order", descending ? "descending" : null), ("axis", LineageText.Word(axis)));
    }

    /// <summary>Makes one level of text of all levels of the columns.</summary>
    /// <param name="separator">What stands between the labels.</param>
    /// <returns>A new table.</returns>
    public IndexedFrame Flatten(string separator = "_")
    {
        var labels = new TextColumn("names", Enumerable.Range(0, ColumnCount).Select(column => Columns.Flatten(column, separator) ?? Nameless));
        return new IndexedFrame(Rows, new MultiIndex([labels], [null], ColumnCount), _cells).Placed("flatten", Lineage);
    }

    /// <summary>Gives the columns other keys.</summary>
    /// <param name="columns">One key a column.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="ArgumentException">There is not one key a column.</exception>
    public IndexedFrame SetColumns(MultiIndex columns) => Of(Rows, columns, _cells).Placed("set-columns", Lineage);

    private static int[] RequireRest(MultiIndex index, int[] levels, string advice) => levels.Length < index.LevelCount
        ? levels
        : throw new ModelyardException($"All '{index.LevelCount}' levels would be gone: {advice}.");

    private static Column AsText(Column level) => level.Kind is ColumnKind.Text or ColumnKind.Category
        ? level
        : new TextColumn(level.Name, Enumerable.Range(0, level.Length).Select(row => level.IsMissing(row) ? null : level.FormatCell(row)));
}
