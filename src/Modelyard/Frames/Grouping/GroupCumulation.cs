namespace Modelyard.Frames.Grouping;

/// <summary>Computes of each row and the rows of its group above it.</summary>
internal static class GroupCumulation
{
    /// <summary>Combines the cells of a group down to each row; a missing cell stays missing and changes nothing.</summary>
    public static DoubleColumn Of<TOperation>(Column column, ReadOnlySpan<int> groups, int count, double start)
        where TOperation : struct, ICumulation
    {
        double[] values = RollingWindow.Numbers(column), sofar = new double[count], results = new double[values.Length];
        Array.Fill(sofar, start);
        for (int row = 0; row < results.Length; row++)
        {
            int group = groups[row];
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
