namespace Modelyard.Frames.Grouping;

/// <summary>Counts rows and cells by group.</summary>
internal static class GroupCounts
{
    public static IntegerColumn OfRows(string name, ReadOnlySpan<int> groups, int count)
    {
        long[] counts = new long[count];
        foreach (int group in groups)
        {
            if (group >= 0)
            {
                counts[group]++;
            }
        }

        return new IntegerColumn(name, counts);
    }

    public static IntegerColumn OfCells(string name, Column column, ReadOnlySpan<int> groups, int count)
    {
        if (column.MissingCount == 0)
        {
            return OfRows(name, groups, count);
        }

        long[] counts = new long[count];
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0 && !column.IsMissing(row))
            {
                counts[groups[row]]++;
            }
        }

        return new IntegerColumn(name, counts);
    }
}
