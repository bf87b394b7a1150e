using Modelyard.Frames.Indexing;
using Modelyard.Frames.Lineage;
using Modelyard.Frames.Reshaping;

namespace Modelyard.Frames;

/// <content>Stack, unstack, transpose and melt.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Moves a level of the rows to the columns, as their innermost level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="fill">What stands in cells that the table lacks; missing if null. Integers stay integers either way.</param>
    /// <returns>A wider table, as <see cref="Unstack(IReadOnlyList{LevelKey}, Label?)"/> gives it.</returns>
    /// <exception cref="ModelyardException">There is no such level, or two rows compete for one cell.</exception>
    public IndexedFrame Unstack(LevelKey level, Label? fill = null) => Unstack([level], fill);

    /// <summary>Moves levels of the rows to the columns, as their innermost levels.</summary>
    /// <param name="levels">The levels, in the order in which they become levels of the columns.</param>
    /// <param name="fill">What stands in cells that the table lacks; missing if null. Integers stay integers either way.</param>
    /// <returns>
    /// A table of one row for each key that remains, sorted; and for each column one for each combination of labels that occurs, sorted. Missing labels come last.
    /// If no level remains it is one column without a key, whose rows have the keys of the columns and then those of the rows, in the order of the table.
    /// </returns>
    /// <exception cref="ModelyardException">There is no such level, two rows compete for one cell, or the table would be too wide.</exception>
    public IndexedFrame Unstack(IReadOnlyList<LevelKey> levels, Label? fill = null)
    {
        int[] positions = Rows.PositionsOf(levels);
        if (positions.Length == 0)
        {
            return RecordedAs("unstack", [Lineage]);
        }

        IndexedFrame wide = new TableUnstack(this, positions, fill).Run();
        return wide.Recorded("unstack", [Lineage], UnstackedFrom(wide, positions), ("levels", LineageText.Names(positions.Select(level => Rows.Levels[level].Name))));
    }

    /// <summary>Moves a level of the columns to the rows, as their innermost level.</summary>
    /// <param name="level">The level.</param>
    /// <param name="dropMissing">True to leave out rows that have no cell.</param>
    /// <returns>A longer table, as <see cref="Stack(IReadOnlyList{LevelKey}, bool)"/> gives it.</returns>
    /// <exception cref="ModelyardException">There is no such level, two columns have one key, or columns of kinds that do not go together would become one.</exception>
    public IndexedFrame Stack(LevelKey level, bool dropMissing = true) => Stack([level], dropMissing);

    /// <summary>Moves the innermost level of the columns to the rows.</summary>
    /// <returns>A longer table.</returns>
    /// <exception cref="ModelyardException">There is no level, two columns have one key, or columns of kinds that do not go together would become one.</exception>
    public IndexedFrame Stack() => Stack(^1);

    /// <summary>Moves levels of the columns to the rows, as their innermost levels.</summary>
    /// <param name="levels">The levels, in the order in which they become levels of the rows.</param>
    /// <param name="dropMissing">True to leave out rows that have no cell; false to keep every combination, so that <see cref="Unstack(IReadOnlyList{LevelKey}, Label?)"/> leads back in any case.</param>
    /// <returns>
    /// A table in which each row stands once for each combination of labels; these are sorted, or of columns of one level only, in the order of the columns. The columns
    /// stand in the order in which their remaining keys first occur. If no column level remains there is one column without a key.
    /// </returns>
    /// <exception cref="ModelyardException">There is no such level, two columns have one key, or columns of kinds that do not go together would become one.</exception>
    public IndexedFrame Stack(IReadOnlyList<LevelKey> levels, bool dropMissing = true)
    {
        int[] positions = Columns.PositionsOf(levels);
        if (positions.Length == 0)
        {
            return RecordedAs("stack", [Lineage]);
        }

        var stack = new TableStack(this, positions, dropMissing);
        IndexedFrame tall = stack.Run();
        ColumnOrigin[] all = CellOrigins();
        ILookup<int, ColumnOrigin> parts = all.Select((origin, column) => (stack.ColumnOf[column], origin)).ToLookup(one => one.Item1, one => one.origin);
        return tall.Recorded(
            "stack",
            [Lineage],
            place => place < Rows.LevelCount ? [Origin(place)] : place < tall.Rows.LevelCount ? all : [.. parts[place - tall.Rows.LevelCount]],
            ("levels", LineageText.Names(positions.Select(level => Columns.Levels[level].Name))));
    }

    /// <summary>Exchanges rows and columns.</summary>
    /// <returns>A table of as many columns as this has rows.</returns>
    /// <exception cref="ModelyardException">The columns hold kinds that do not go together, or there is none.</exception>
    public IndexedFrame Transpose()
    {
        if (ColumnCount == 0)
        {
            throw new ModelyardException("The table has no column, so that its transpose would have no row; select at least one.");
        }

        Column stacked = ColumnStack.Of(Nameless, _cells);
        var cells = new Column[RowCount];
        int[] places = new int[ColumnCount];
        for (int row = 0; row < cells.Length; row++)
        {
            for (int column = 0; column < places.Length; column++)
            {
                places[column] = (column * RowCount) + row;
            }

            cells[row] = stacked.Take(places);
        }

        ColumnOrigin[] all = CellOrigins();
        return new IndexedFrame(Columns, Rows, cells).Recorded("transpose", [Lineage], _ => all);
    }

    /// <summary>Makes a long plain table: the levels of the rows, those of the columns, and one cell a row, column after column.</summary>
    /// <param name="valueName">The name of the column of cells.</param>
    /// <returns>A plain table; a level of the columns without a name is called <c>variable</c>, or <c>variable_0</c> by its position if there are several levels.</returns>
    /// <exception cref="ModelyardException">The columns hold kinds that do not go together, there is none, or two columns would have the same name.</exception>
    public Frame Melt(string valueName = "value")
    {
        string?[] names = [.. Columns.Names.Select((name, level) => name ?? (Columns.LevelCount == 1 ? "variable" : FormattableString.Invariant($"variable_{level}")))];
        IndexedFrame named = WithAxis(IndexAxis.Columns, new MultiIndex(Columns.Levels, names, ColumnCount));
        int[] all = [.. Enumerable.Range(0, Rows.LevelCount)];
        IndexedFrame melted = named.Unstack([.. all.Select(level => (LevelKey)level)]);
        return melted.ReorderLevels([.. all.Select(level => (LevelKey)(level + Columns.LevelCount)), .. Enumerable.Range(0, Columns.LevelCount).Select(level => (LevelKey)level)])
            .SetColumns(MultiIndex.Of(new TextColumn("names", [valueName]))).ResetIndex().RecordedAs("melt", [Lineage]);
    }

    /// <summary>Tells what levels and columns of an unstacked table come from: columns from one column of cells and from the levels that tell them apart.</summary>
    private Func<int, ColumnOrigin[]> UnstackedFrom(IndexedFrame wide, int[] moved)
    {
        ColumnOrigin[] all = CellOrigins(), labels = Array.ConvertAll(moved, Origin);
        int[] kept = [.. Enumerable.Range(0, Rows.LevelCount).Except(moved)];
        if (kept.Length == 0)
        {
            // The names of the columns, then the levels, with all cells in one column.
            return place => place < Columns.LevelCount || place == wide.Rows.LevelCount ? all : [labels[place - Columns.LevelCount]];
        }

        int keys = ColumnCount == 0 ? 1 : wide.ColumnCount / ColumnCount;
        var cells = new ColumnOrigin[ColumnCount][];
        for (int column = 0; column < cells.Length; column++)
        {
            cells[column] = [all[column], .. labels];
        }

        return place => place < kept.Length ? [Origin(kept[place])] : cells[(place - kept.Length) / keys];
    }
}
