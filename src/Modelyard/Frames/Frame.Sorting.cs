using Modelyard.Frames.Lineage;
using Modelyard.Frames.Selecting;

namespace Modelyard.Frames;

/// <content>Sorting.</content>
public sealed partial class Frame
{
    /// <summary>Creates a frame whose rows are sorted by one column; equal rows keep their order and missing cells come last.</summary>
    /// <param name="key">The name of the column. Text sorts by code point.</param>
    /// <param name="descending">True to put the greatest first.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">The table has no such column.</exception>
    public Frame SortBy(string key, bool descending = false) => SortBy([key], descending);

    /// <summary>Creates a frame whose rows are sorted by several columns; equal rows keep their order and missing cells come last.</summary>
    /// <param name="keys">The names of the columns, the first weighing most.</param>
    /// <param name="descending">True to put the greatest first, for every key.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame SortBy(IReadOnlyList<string> keys, bool descending = false)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Take(SortedRows(keys, descending)).Recorded("sort", this, ("by", LineageText.Names(keys)), ("order", descending ? "descending" : null));
    }

    /// <summary>Creates a frame whose rows are sorted by several columns, each in its own direction; equal rows keep their order.</summary>
    /// <param name="keys">The keys, the first weighing most; a text stands for a column from the least to the greatest, missing cells last.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="UnknownColumnException">A name is not in the table.</exception>
    public Frame SortBy(params IReadOnlyList<SortColumn> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Take(SortedRows(keys)).Recorded("sort", this, ("by", LineageText.Names(keys.Select(key => key.Descending ? $"{key.Name} descending" : key.Name))));
    }

    /// <summary>Finds the order in which <see cref="SortBy(IReadOnlyList{string}, bool)"/> puts the rows.</summary>
    internal int[] SortedRows(IReadOnlyList<string> keys, bool descending = false) => SortedRows([.. keys.Select(key => new SortColumn(key, descending))]);

    private int[] SortedRows(IReadOnlyList<SortColumn> keys)
    {
        Column[] columns = [.. keys.Select(key => this[key.Name])];
        if (PackedSort.Order(columns, keys, RowCount) is { } order)
        {
            return order;
        }

        // Stable sorts by the least key first and by the weightiest last give the order by all.
        int[] rows = RowNumbers(RowCount);
        for (int i = columns.Length - 1; i >= 0; i--)
        {
            rows = SortStably(rows, columns[i], keys[i].Descending);
            if (keys[i].MissingFirst && columns[i].MissingCount > 0)
            {
                int present = rows.Length - columns[i].MissingCount;
                rows = [.. rows[present..], .. rows[..present]];
            }
        }

        return rows;
    }

    private static int[] SortStably(int[] rows, Column column, bool descending)
    {
        ulong[] keys = new ulong[column.Length];
        column.CopySortKeys(keys);
        int[] sorted = new int[rows.Length];
        ulong[] sortedKeys = new ulong[rows.Length];
        int present = 0, missing = rows.Length - column.MissingCount;
        foreach (int row in rows)
        {
            if (column.IsMissing(row))
            {
                sorted[missing++] = row;
            }
            else
            {
                sortedKeys[present] = descending ? ~keys[row] : keys[row];
                sorted[present++] = row;
            }
        }

        PackedSort.ByDigits(sortedKeys.AsSpan(0, present), sorted.AsSpan(0, present), keys.AsSpan(0, present), new int[present]);
        return sorted;
    }
}
