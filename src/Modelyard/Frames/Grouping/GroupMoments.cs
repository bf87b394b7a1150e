namespace Modelyard.Frames.Grouping;

/// <summary>Computes means and variances by group, in two passes.</summary>
internal static class GroupMoments
{
    public static DoubleColumn Means(Column column, ReadOnlySpan<int> groups, int count) => new(
        column.Name,
        column is IntegerColumn integers && GroupSums.AreExact(integers) ? Means(integers, groups, count) : Means(column.ToDoubles(), groups, count, out _));

    /// <summary>Computes variances, or what is made of them: standard deviations and standard errors.</summary>
    public static DoubleColumn Spreads(Column column, ReadOnlySpan<int> groups, int count, Aggregate aggregate)
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
            double variance = counts[group] <= aggregate.DegreesOfFreedom ? double.NaN : sums[group] / (counts[group] - aggregate.DegreesOfFreedom);
            sums[group] = aggregate.Kind switch
            {
                AggregateKind.Variance => variance,
                AggregateKind.StandardDeviation => Math.Sqrt(variance),
                _ => Math.Sqrt(variance / counts[group]),
            };
        }

        return new DoubleColumn(column.Name, sums);
    }

    /// <summary>Computes means of integers that add up exactly, which needs no compensation and no doubles (resample_flights).</summary>
    private static double[] Means(IntegerColumn column, ReadOnlySpan<int> groups, int count)
    {
        var sums = new (long Sum, long Count)[count];
        ReadOnlySpan<long> values = column.Values;
        bool complete = column.MissingCount == 0;
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            if (group >= 0 && (complete || !column.IsMissing(row)))
            {
                ref (long Sum, long Count) mine = ref sums[group];
                mine.Sum += values[row];
                mine.Count++;
            }
        }

        return Array.ConvertAll(sums, one => one.Count == 0 ? double.NaN : (double)one.Sum / one.Count);
    }

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
