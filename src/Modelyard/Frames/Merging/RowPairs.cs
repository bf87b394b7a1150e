using Modelyard.Frames.Keys;

namespace Modelyard.Frames.Merging;

/// <summary>Represents the rows of a merge: for each the row of the first table and that of the second, -1 for none.</summary>
/// <param name="First">The rows of the first table.</param>
/// <param name="Second">The rows of the second table.</param>
internal sealed record RowPairs(int[] First, int[] Second)
{
    /// <summary>Counts the rows that a merge gives, without making them.</summary>
    /// <param name="first">The keys of the first table's rows.</param>
    /// <param name="second">The keys of the second table's rows.</param>
    /// <param name="partners">The second table's rows by key.</param>
    /// <param name="keepsFirst">Whether rows of the first table without a partner are kept.</param>
    /// <param name="keepsSecond">Whether rows of the second table without a partner are kept.</param>
    public static long Count(ReadOnlySpan<int> first, ReadOnlySpan<int> second, KeyRows partners, bool keepsFirst, bool keepsSecond)
    {
        long count = 0;
        foreach (int key in first)
        {
            int found = key < 0 ? 0 : partners[key].Length;
            count += found > 0 ? found : keepsFirst ? 1 : 0;
        }

        if (keepsSecond)
        {
            bool[] seen = Seen(first, partners.Count);
            foreach (int key in second)
            {
                count += key < 0 || !seen[key] ? 1 : 0;
            }
        }

        return count;
    }

    /// <summary>Determines whether the first rows are all of a table, each once and in order, so that its columns can stay as they are.</summary>
    /// <param name="rows">The number of rows of the table.</param>
    public bool IsWhole(int rows)
    {
        if (First.Length != rows)
        {
            return false;
        }

        for (int row = 0; row < rows; row++)
        {
            if (First[row] != row)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Pairs rows in the order of the first table and, for one of its rows, of the second; rows that only the second table has come last.</summary>
    /// <param name="first">The keys of the first table's rows.</param>
    /// <param name="second">The keys of the second table's rows.</param>
    /// <param name="partners">The second table's rows by key.</param>
    /// <param name="keepsFirst">Whether rows of the first table without a partner are kept.</param>
    /// <param name="keepsSecond">Whether rows of the second table without a partner are kept.</param>
    /// <param name="count">The number of pairs, as <see cref="Count"/> gives it.</param>
    public static RowPairs Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second, KeyRows partners, bool keepsFirst, bool keepsSecond, int count)
    {
        int[] left = new int[count], right = new int[count];
        int at = 0;
        for (int row = 0; row < first.Length; row++)
        {
            ReadOnlySpan<int> found = first[row] < 0 ? [] : partners[first[row]];
            foreach (int partner in found)
            {
                left[at] = row;
                right[at++] = partner;
            }

            if (found.IsEmpty && keepsFirst)
            {
                left[at] = row;
                right[at++] = Column.Gap;
            }
        }

        bool[] seen = keepsSecond ? Seen(first, partners.Count) : [];
        for (int row = 0; row < second.Length && at < count; row++)
        {
            if (second[row] < 0 || !seen[second[row]])
            {
                left[at] = Column.Gap;
                right[at++] = row;
            }
        }

        return new RowPairs(left, right);
    }

    private static bool[] Seen(ReadOnlySpan<int> keys, int count)
    {
        bool[] seen = new bool[count];
        foreach (int key in keys)
        {
            if (key >= 0)
            {
                seen[key] = true;
            }
        }

        return seen;
    }

    /// <summary>Pairs every row of the first table with every row of the second.</summary>
    public static RowPairs Cross(int firstRows, int secondRows)
    {
        int count = checked(firstRows * secondRows);
        int[] left = new int[count], right = new int[count];
        for (int i = 0; i < count; i++)
        {
            (left[i], right[i]) = Math.DivRem(i, secondRows);
        }

        return new RowPairs(left, right);
    }
}
