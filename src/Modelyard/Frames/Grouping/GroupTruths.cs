namespace Modelyard.Frames.Grouping;

/// <summary>Multiplies numbers and joins truths by group.</summary>
internal static class GroupTruths
{
    public static DoubleColumn Products(Column column, ReadOnlySpan<int> groups, int count)
    {
        double[] values = column.ToDoubles(), products = new double[count];
        Array.Fill(products, 1);
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0 && !double.IsNaN(values[row]))
            {
                products[groups[row]] *= values[row];
            }
        }

        return new DoubleColumn(column.Name, products);
    }

    /// <summary>Finds whether any cell of a group is true, or with <paramref name="all"/> whether every one is.</summary>
    public static BooleanColumn Truths(Column column, ReadOnlySpan<int> groups, int count, bool all)
    {
        double[] values = column.ToDoubles();
        bool[] truths = new bool[count];
        Array.Fill(truths, all);
        for (int row = 0; row < groups.Length; row++)
        {
            // One cell decides: a true one for any, a false one for all.
            if (groups[row] >= 0 && !double.IsNaN(values[row]) && values[row] != 0 != all)
            {
                truths[groups[row]] = !all;
            }
        }

        return new BooleanColumn(column.Name, truths);
    }
}
