using System.Globalization;
using Modelyard.Frames.Reshaping;
using Modelyard.Numerics;

namespace Modelyard.Frames.Indexing;

/// <summary>Moves levels of the rows to the columns.</summary>
/// <param name="table">The table.</param>
/// <param name="levels">The positions of the levels, in the order in which they become the innermost levels of the columns.</param>
/// <param name="fill">What stands in cells that the table lacks; missing if null.</param>
internal sealed class TableUnstack(IndexedFrame table, int[] levels, Label? fill)
{
    private const int MostColumns = 100_000;

    /// <summary>Unstacks.</summary>
    public IndexedFrame Run()
    {
        MultiIndex kept = table.Rows.Without(levels), moved = table.Rows.Select(levels);
        if (kept.LevelCount == 0)
        {
            return Lengthen(moved);
        }

        int[] keptLevels = [.. Enumerable.Range(0, table.Rows.LevelCount).Except(levels)];
        var rowKeys = SortedKeys.Of(table.Rows.Codes(keptLevels), table.RowCount);
        var columnKeys = SortedKeys.Of(table.Rows.Codes(levels), table.RowCount);
        RequireSize(rowKeys.Count, columnKeys.Count);
        int[] sources = Sources(rowKeys, columnKeys);
        Column[] cells = [.. table.Cells];
        if (fill is { } label && sources.AsSpan().Contains(Column.Gap))
        {
            // The fill value stands behind the cells of each column, where gaps then find it.
            Column one = label.ToColumn("fill");
            cells = Array.ConvertAll(cells, column => ColumnStack.Of(column.Name, [column, column is CategoryColumn && one is TextColumn text ? text.ToCategory() : one]));
            sources.AsSpan().Replace(Column.Gap, table.RowCount);
        }

        var wide = new Column[cells.Length * columnKeys.Count];
        ParallelLoop.For(wide.Length, Environment.ProcessorCount, place =>
        {
            (int column, int key) = Math.DivRem(place, columnKeys.Count);
            wide[place] = cells[column].TakeOrMissing(sources.AsSpan(key * rowKeys.Count, rowKeys.Count));
        });
        return new IndexedFrame(kept.Take(rowKeys.FirstRows()), Widen(moved, columnKeys), wide);
    }

    /// <summary>Finds for each cell of the wide table the row that it comes from, column key after column key.</summary>
    private int[] Sources(SortedKeys rowKeys, SortedKeys columnKeys)
    {
        int[] sources = new int[rowKeys.Count * columnKeys.Count];
        Array.Fill(sources, Column.Gap);
        int[] rows = rowKeys.Numbers, columns = columnKeys.Numbers;
        int height = rowKeys.Count;
        for (int row = 0; row < rows.Length; row++)
        {
            ref int source = ref sources[(columns[row] * height) + rows[row]];
            if (source != Column.Gap)
            {
                throw new ModelyardException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The data rows {source + 1} and {row + 1} have the same key ({table.Rows.Describe(row)}) and compete for one cell; drop duplicates or aggregate them first."));
            }

            source = row;
        }

        return sources;
    }

    private MultiIndex Widen(MultiIndex moved, SortedKeys columnKeys)
    {
        int outer = table.ColumnCount, inner = columnKeys.Count;
        int[] outerOf = new int[outer * inner], innerOf = new int[outer * inner];
        int[] first = columnKeys.FirstRows();
        for (int place = 0; place < outerOf.Length; place++)
        {
            (outerOf[place], int key) = Math.DivRem(place, inner);
            innerOf[place] = first[key];
        }

        return table.Columns.Take(outerOf).Beside(moved.Take(innerOf));
    }

    /// <summary>Makes one column of the whole table, since no level is left for rows: the keys of columns, then those of rows.</summary>
    private IndexedFrame Lengthen(MultiIndex moved)
    {
        int rows = table.RowCount;
        RequireSize(rows, table.ColumnCount);
        int[] outerOf = new int[rows * table.ColumnCount], innerOf = new int[outerOf.Length];
        for (int place = 0; place < outerOf.Length; place++)
        {
            (outerOf[place], innerOf[place]) = Math.DivRem(place, rows);
        }

        if (table.ColumnCount == 0)
        {
            throw new ModelyardException("The table has no column, so that no cell would be left; unstack fewer levels.");
        }

        return new IndexedFrame(table.Columns.Take(outerOf).Beside(moved.Take(innerOf)), new MultiIndex([], [], 1), [ColumnStack.Of("value", [.. table.Cells])]);
    }

    private void RequireSize(int height, int width)
    {
        if ((long)width * table.ColumnCount > MostColumns && levels.Length < table.Rows.LevelCount)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture,
                $"The levels have '{width:N0}' different keys, which would give '{(long)width * table.ColumnCount:N0}' columns, and a table may be unstacked into '{MostColumns:N0}'; leave one of the levels in the rows."));
        }

        if ((long)width * height > Array.MaxLength)
        {
            throw new ModelyardException(string.Create(
                CultureInfo.InvariantCulture, $"The table would have '{(long)width * height:N0}' cells of each column, more than a table can hold; unstack a part of the rows."));
        }
    }
}
