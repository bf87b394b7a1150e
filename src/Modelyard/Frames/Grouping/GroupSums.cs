using Modelyard.Numerics;

namespace Modelyard.Frames.Grouping;

/// <summary>Adds numbers by group.</summary>
internal static class GroupSums
{
    /// <summary>Adds integers exactly.</summary>
    /// <exception cref="ModelyardException">A sum is beyond 64 bits.</exception>
    public static IntegerColumn OfIntegers(Column column, ReadOnlySpan<int> groups, int count)
    {
        long[] sums = new long[count];
        bool complete = column.MissingCount == 0;
        ReadOnlySpan<long> values = column is IntegerColumn integers ? integers.Values : default;
        ReadOnlySpan<bool> flags = column is BooleanColumn booleans ? booleans.Values : default;
        try
        {
            for (int row = 0; row < groups.Length; row++)
            {
                if (groups[row] >= 0 && (complete || !column.IsMissing(row)))
                {
                    ref long sum = ref sums[groups[row]];
                    sum = checked(sum + (flags.IsEmpty ? values[row] : flags[row] ? 1 : 0));
                }
            }
        }
        catch (OverflowException)
        {
            // What is beyond 64 bits on the way need not be so at the end.
            sums = Wide(column, groups, count);
        }

        return new IntegerColumn(column.Name, sums);
    }

    /// <summary>Determines whether any sum of the integers is one of 53 bits, and so is the same number whether they are added as integers or as doubles.</summary>
    public static bool AreExact(IntegerColumn column)
    {
        // The bits of all magnitudes together are a bound of the greatest; what stands in a missing cell can but make it greater.
        ulong bits = 0;
        foreach (long value in column.Values)
        {
            bits |= (ulong)(value ^ (value >> 63));
        }

        return (UInt128)(bits + 1) * (ulong)column.Length <= 1UL << 53;
    }

    private static long[] Wide(Column column, ReadOnlySpan<int> groups, int count)
    {
        var sums = new Int128[count];
        ReadOnlySpan<long> values = ((IntegerColumn)column).Values;
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] >= 0 && !column.IsMissing(row))
            {
                sums[groups[row]] += values[row];
            }
        }

        return Array.ConvertAll(sums, sum => sum >= long.MinValue && sum <= long.MaxValue
            ? (long)sum
            : throw new ModelyardException($"A sum of the integers of '{column.Name}' is '{sum}', beyond 64 bits; add doubles instead, in an expression number({column.Name})."));
    }

    /// <summary>Adds doubles, compensated.</summary>
    public static DoubleColumn OfNumbers(Column column, ReadOnlySpan<int> groups, int count) => new(column.Name, Compensated(column.ToDoubles(), groups, count, out _));

    /// <summary>Adds doubles group by group, compensated.</summary>
    /// <param name="values">The numbers; NaN is left out.</param>
    /// <param name="groups">The group of each.</param>
    /// <param name="count">The number of groups.</param>
    /// <param name="counts">Receives how many numbers each group has.</param>
    /// <returns>The sums.</returns>
    public static double[] Compensated(ReadOnlySpan<double> values, ReadOnlySpan<int> groups, int count, out int[] counts)
    {
        var sums = new CompensatedSum[count];
        counts = new int[count];
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            if (group >= 0 && !double.IsNaN(values[row]))
            {
                sums[group].Add(values[row]);
                counts[group]++;
            }
        }

        return Array.ConvertAll(sums, sum => sum.Value);
    }
}
