namespace Modelyard.Frames.Grouping;

/// <summary>Picks one row of each group.</summary>
internal static class GroupPicks
{
    /// <summary>Finds the first row with a cell that is present; -1 if there is none.</summary>
    public static int[] First(Column column, ReadOnlySpan<int> groups, int count)
    {
        int[] picked = Unpicked(count);
        for (int row = groups.Length - 1; row >= 0; row--)
        {
            if (groups[row] >= 0 && !column.IsMissing(row))
            {
                picked[groups[row]] = row;
            }
        }

        return picked;
    }

    /// <summary>Finds the last row with a cell that is present; -1 if there is none.</summary>
    public static int[] Last(Column column, ReadOnlySpan<int> groups, int count)
    {
        int[] picked = Unpicked(count);
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0 && !column.IsMissing(row))
            {
                picked[groups[row]] = row;
            }
        }

        return picked;
    }

    /// <summary>Finds the row with the least cell, or with the greatest; of several the first; -1 if no cell is present.</summary>
    public static int[] Least(Column column, ReadOnlySpan<int> groups, int count, bool descending)
    {
        ulong[] keys = new ulong[column.Length], best = new ulong[count];
        column.CopySortKeys(keys);
        int[] picked = Unpicked(count);
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            ulong key = descending ? ~keys[row] : keys[row];
            if (group >= 0 && !column.IsMissing(row) && (picked[group] < 0 || key < best[group]))
            {
                picked[group] = row;
                best[group] = key;
            }
        }

        return picked;
    }

    private static int[] Unpicked(int count)
    {
        int[] picked = new int[count];
        Array.Fill(picked, Column.Gap);
        return picked;
    }
}
