using Modelyard.Frames.Lineage;

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
        int[] rows = RowNumbers(RowCount);
        for (int i = keys.Count - 1; i >= 0; i--)
        {
            Column column = this[keys[i].Name];
            rows = SortStably(rows, column, keys[i].Descending);
            if (keys[i].MissingFirst && column.MissingCount > 0)
            {
                int present = rows.Length - column.MissingCount;
                rows = [.. rows[present..], .. rows[..present]];
            }
        }

        return Take(rows).Recorded("sort", this, ("by", LineageText.Names(keys.Select(key => key.Descending ? $"{key.Name} descending" : key.Name))));
    }

    /// <summary>Finds the order in which <see cref="SortBy(IReadOnlyList{string}, bool)"/> puts the rows.</summary>
    internal int[] SortedRows(IReadOnlyList<string> keys, bool descending = false)
    {
        int[] rows = RowNumbers(RowCount);
        Column[] columns = [.. keys.Select(key => this[key])];

        // Stable sorts by the least key first and by the weightiest last give the order by all.
        for (int i = columns.Length - 1; i >= 0; i--)
        {
            rows = SortStably(rows, columns[i], descending);
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

        RadixSort(sortedKeys.AsSpan(0, present), sorted.AsSpan(0, present));
        return sorted;
    }

    /// <summary>Sorts keys and the rows beside them, byte by byte from the lowest; bytes that all keys share are skipped.</summary>
    private static void RadixSort(Span<ulong> keys, Span<int> rows)
    {
        ulong any = 0, all = ulong.MaxValue;
        foreach (ulong key in keys)
        {
            any |= key;
            all &= key;
        }

        ulong differing = any & ~all;
        ulong[] otherKeys = new ulong[keys.Length];
        int[] otherRows = new int[rows.Length];
        Span<ulong> fromKeys = keys, toKeys = otherKeys;
        Span<int> fromRows = rows, toRows = otherRows;
        Span<int> starts = stackalloc int[256];
        for (int shift = 0; shift < 64; shift += 8)
        {
            if ((byte)(differing >> shift) == 0)
            {
                continue;
            }

            starts.Clear();
            foreach (ulong key in fromKeys)
            {
                starts[(byte)(key >> shift)]++;
            }

            int sum = 0;
            for (int digit = 0; digit < 256; digit++)
            {
                (starts[digit], sum) = (sum, sum + starts[digit]);
            }

            for (int i = 0; i < fromKeys.Length; i++)
            {
                int to = starts[(byte)(fromKeys[i] >> shift)]++;
                toKeys[to] = fromKeys[i];
                toRows[to] = fromRows[i];
            }

            Span<ulong> spareKeys = fromKeys;
            fromKeys = toKeys;
            toKeys = spareKeys;
            Span<int> spareRows = fromRows;
            fromRows = toRows;
            toRows = spareRows;
        }

        if (fromRows != rows)
        {
            fromRows.CopyTo(rows);
        }
    }
}
