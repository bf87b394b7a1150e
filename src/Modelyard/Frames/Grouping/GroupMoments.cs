namespace Modelyard.Frames.Grouping;

/// <summary>Computes means and variances by group, in two passes.</summary>
internal static class GroupMoments
{
    public static DoubleColumn Means(Column column, ReadOnlySpan<int> groups, int count) => new(column.Name, Means(column.ToDoubles(), groups, count, out _));

    public static DoubleColumn Variances(Column column, ReadOnlySpan<int> groups, int count)
    {
        double[] values = column.ToDoubles();
        double[] means = Means(values, groups, count, out int[] counts), sums = new double[count];
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0 && !double.IsNaN(values[row]))
            {
                double difference = values[row] - means[groups[row]];
                sums[groups[row]] += difference * difference;
            }
        }

        for (int group = 0; group < count; group++)
        {
            sums[group] = counts[group] < 2 ? double.NaN : sums[group] / (counts[group] - 1);
        }

        return new DoubleColumn(column.Name, sums);
    }

    public static DoubleColumn Deviations(Column column, ReadOnlySpan<int> groups, int count) =>
        new(column.Name, Array.ConvertAll(Variances(column, groups, count).Values.ToArray(), Math.Sqrt));

    private static double[] Means(double[] values, ReadOnlySpan<int> groups, int count, out int[] counts)
    {
        double[] means = GroupSums.Compensated(values, groups, count, out counts);
        for (int group = 0; group < count; group++)
        {
            means[group] = counts[group] == 0 ? double.NaN : means[group] / counts[group];
        }

        return means;
    }
}
