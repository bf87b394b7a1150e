using System.Text;

namespace Modelyard.Frames.Chunks;

/// <summary>Represents the keys behind one key and up to another, in the order in which tables are sorted.</summary>
/// <param name="Keys">The names of the key's columns.</param>
/// <param name="After">A table whose only row has the key before the first; null if there is none.</param>
/// <param name="UpTo">A table whose only row has the last key; null if there is none.</param>
internal sealed record KeyRange(string[] Keys, Frame? After, Frame? UpTo)
{
    /// <summary>Keeps the rows of a table whose keys are in the range.</summary>
    /// <param name="table">The table, with the columns of the key.</param>
    public Frame Keep(Frame table)
    {
        if (After is null && UpTo is null)
        {
            return table;
        }

        sbyte[]? after = After is null ? null : Compare(table, After), upTo = UpTo is null ? null : Compare(table, UpTo);
        bool[] kept = new bool[table.RowCount];
        for (int row = 0; row < kept.Length; row++)
        {
            kept[row] = (after is null || after[row] > 0) && (upTo is null || upTo[row] <= 0);
        }

        return table.Filter(kept);
    }

    /// <summary>Tells of each row whether its key stands before that of the bound (-1), is the same (0) or stands behind it (1).</summary>
    private sbyte[] Compare(Frame table, Frame bound)
    {
        sbyte[] orders = new sbyte[table.RowCount];
        foreach (string key in Keys)
        {
            Compare(table[key], bound[key], orders);
        }

        return orders;
    }

    /// <summary>Compares the cells of those rows whose cells before are the same as the bound's; missing cells stand behind all others.</summary>
    private static void Compare(Column column, Column bound, sbyte[] orders)
    {
        bool isBoundMissing = bound.IsMissing(0);
        Func<int, int> order = isBoundMissing ? _ => -1 : Comparison(column, bound);
        for (int row = 0; row < orders.Length; row++)
        {
            if (orders[row] == 0)
            {
                bool isMissing = column.IsMissing(row);
                orders[row] = (sbyte)(isMissing ? (isBoundMissing ? 0 : 1) : Math.Sign(order(row)));
            }
        }
    }

    private static Func<int, int> Comparison(Column column, Column bound)
    {
        if (column is TextColumn texts)
        {
            byte[] text = Encoding.UTF8.GetBytes(bound.FormatCell(0));
            return row => texts.Utf8(row).SequenceCompareTo(text);
        }

        if (column is CategoryColumn categories)
        {
            string level = bound.FormatCell(0);
            int place = categories.Levels.ToList().IndexOf(level);
            int[] ofLevels = [.. categories.Levels.Select((one, i) => categories.IsOrdered && place >= 0 ? i.CompareTo(place) : CategoryColumn.CompareByCodePoint(one, level))];
            return row => ofLevels[categories.Codes[row]];
        }

        ulong[] keys = new ulong[column.Length], last = new ulong[1];
        column.CopySortKeys(keys);
        bound.CopySortKeys(last);
        return row => keys[row].CompareTo(last[0]);
    }
}
