using Modelyard.Frames.Keys;

namespace Modelyard.Frames.Grouping;

/// <summary>Counts the different cells of each group.</summary>
internal static class GroupFrequencies
{
    public static IntegerColumn UniqueCounts(Column column, ReadOnlySpan<int> groups, int count)
    {
        long[] unique = new long[count];
        foreach (Occurrence one in Occurrences(column, groups))
        {
            unique[one.Group]++;
        }

        return new IntegerColumn(column.Name, unique);
    }

    /// <summary>Finds for each group a row of its most frequent cell, of several the least; -1 if no cell is present.</summary>
    public static int[] Modes(Column column, ReadOnlySpan<int> groups, int count)
    {
        ulong[] keys = new ulong[column.Length];
        column.CopySortKeys(keys);
        var best = new Occurrence[count];
        foreach (Occurrence one in Occurrences(column, groups))
        {
            ref Occurrence leader = ref best[one.Group];
            if (one.Times > leader.Times || (one.Times == leader.Times && keys[one.FirstRow] < keys[leader.FirstRow]))
            {
                leader = one;
            }
        }

        return Array.ConvertAll(best, one => one.Times == 0 ? Column.Gap : one.FirstRow);
    }

    private static List<Occurrence> Occurrences(Column column, ReadOnlySpan<int> groups)
    {
        KeyCodes cells = KeyCodes.Of([column]);
        int[] codes = cells.Codes[0];
        var pairs = new IntegerTable();
        List<Occurrence> found = [];
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] < 0 || codes[row] < 0)
            {
                continue;
            }

            int pair = pairs.NumberOf(((long)groups[row] * cells.Bound) + codes[row]);
            if (pair == found.Count)
            {
                found.Add(new Occurrence(groups[row], row, 1));
            }
            else
            {
                found[pair] = found[pair] with { Times = found[pair].Times + 1 };
            }
        }

        return found;
    }

    private readonly record struct Occurrence(int Group, int FirstRow, int Times);
}
