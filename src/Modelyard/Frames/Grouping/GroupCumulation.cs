using System.Globalization;

namespace Modelyard.Frames.Grouping;

/// <summary>Computes of each row and the rows of its group above it.</summary>
internal static class GroupCumulation
{
    /// <summary>Combines the cells of a group down to each row; a missing cell stays missing and changes nothing.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="groups">The group of each row, -1 for none; empty if all rows are one group.</param>
    /// <param name="count">The number of groups.</param>
    /// <param name="start">What stands before the first cell.</param>
    public static DoubleColumn Of<TOperation>(Column column, ReadOnlySpan<int> groups, int count, double start)
        where TOperation : struct, ICumulation
    {
        double[] values = RollingWindow.Numbers(column), sofar = new double[count], results = new double[values.Length];
        Array.Fill(sofar, start);
        for (int row = 0; row < results.Length; row++)
        {
            int group = groups.IsEmpty ? 0 : groups[row];
            if (group < 0 || double.IsNaN(values[row]))
            {
                results[row] = double.NaN;
                continue;
            }

            ref double mine = ref sofar[group];
            mine = TOperation.Combine(mine, values[row]);
            results[row] = mine;
        }

        return new DoubleColumn(column.Name, results);
    }

    /// <summary>Combines integers, and booleans as 0 and 1, exactly.</summary>
    /// <param name="column">The column: integers or booleans.</param>
    /// <param name="groups">The group of each row, -1 for none; empty if all rows are one group.</param>
    /// <param name="count">The number of groups.</param>
    /// <param name="start">What stands before the first cell.</param>
    /// <exception cref="ModelyardException">A result is beyond 64 bits.</exception>
    public static IntegerColumn OfIntegers<TOperation>(Column column, ReadOnlySpan<int> groups, int count, long start)
        where TOperation : struct, IIntegerCumulation
    {
        ReadOnlySpan<long> values = Integers(column);
        long[] sofar = new long[count], results = new long[values.Length];
        Array.Fill(sofar, start);
        bool[] present = new bool[results.Length];
        int row = 0;
        try
        {
            for (; row < results.Length; row++)
            {
                int group = groups.IsEmpty ? 0 : groups[row];
                present[row] = group >= 0 && !column.IsMissing(row);
                if (present[row])
                {
                    ref long mine = ref sofar[group];
                    mine = TOperation.Combine(mine, values[row]);
                    results[row] = mine;
                }
            }
        }
        catch (OverflowException)
        {
            throw Beyond(column, "sum", row);
        }

        return new IntegerColumn(column.Name, results, new Validity(present));
    }

    /// <summary>Subtracts from each integer, or boolean as 0 or 1, that of another row, exactly.</summary>
    /// <param name="column">The column: integers or booleans.</param>
    /// <param name="sources">The other row of each row; -1 for none.</param>
    /// <exception cref="ModelyardException">A difference is beyond 64 bits.</exception>
    public static IntegerColumn Differences(Column column, ReadOnlySpan<int> sources)
    {
        ReadOnlySpan<long> values = Integers(column);
        long[] results = new long[values.Length];
        bool[] present = new bool[results.Length];
        int row = 0;
        try
        {
            for (; row < results.Length; row++)
            {
                present[row] = sources[row] >= 0 && !column.IsMissing(row) && !column.IsMissing(sources[row]);
                results[row] = present[row] ? checked(values[row] - values[sources[row]]) : 0;
            }
        }
        catch (OverflowException)
        {
            throw Beyond(column, "difference", row);
        }

        return new IntegerColumn(column.Name, results, new Validity(present));
    }

    private static ReadOnlySpan<long> Integers(Column column) =>
        column is IntegerColumn integers ? integers.Values : Array.ConvertAll(((BooleanColumn)column).Values.ToArray(), flag => flag ? 1L : 0L);

    private static ModelyardException Beyond(Column column, string what, int row) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The {what} of the integers of '{column.Name}' in data row {row + 1} is beyond 64 bits; compute with doubles instead, in an expression number({column.Name})."));

    /// <summary>Finds for each row the one of its group that stands some rows above, or below by a negative number; -1 for none.</summary>
    public static int[] Lags(ReadOnlySpan<int> groups, int count, int rows)
    {
        int[] sources = new int[groups.Length];
        int distance = Math.Abs(rows);
        if (distance == 0)
        {
            for (int row = 0; row < sources.Length; row++)
            {
                sources[row] = groups[row] < 0 ? Column.Gap : row;
            }

            return sources;
        }

        // Beside each group stands a ring of its last rows.
        int[] ring = new int[checked(count * distance)], places = new int[count];
        Array.Fill(ring, Column.Gap);
        for (int step = 0; step < sources.Length; step++)
        {
            int row = rows > 0 ? step : sources.Length - 1 - step, group = groups[row];
            sources[row] = Column.Gap;
            if (group >= 0)
            {
                ref int last = ref ring[(group * distance) + places[group]];
                sources[row] = last;
                last = row;
                places[group] = places[group] + 1 == distance ? 0 : places[group] + 1;
            }
        }

        return sources;
    }
}
