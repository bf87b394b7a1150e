namespace Modelyard.Frames.Grouping;

/// <summary>Represents the count, mean and sums of powers of deviations of numbers by group: what partial results of groups are merged from.</summary>
/// <remarks>Source of the merge: Pébay (2008), Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments.</remarks>
/// <param name="All">
/// One array a part, one number a group: the number of cells, their mean (zero of no cells), and as far as they are wanted the sums of the squares, the cubes and the fourth powers of
/// their deviations from it.
/// </param>
internal sealed record GroupShapes(double[][] All)
{
    private GroupShapes(int count, int parts)
        : this([.. Enumerable.Range(0, parts).Select(_ => new double[count])])
    {
    }

    private double[] Counts => All[0];

    private double[] Means => All[1];

    private double[] Squares => Part(2);

    private double[] Cubes => Part(3);

    private double[] Fourths => Part(4);

    /// <summary>Gets the number of arrays that a statistic is computed of.</summary>
    public static int Parts(AggregateKind kind) => kind switch
    {
        AggregateKind.Mean => 2,
        AggregateKind.Skewness => 4,
        AggregateKind.Kurtosis => 5,
        _ => 3,
    };

    /// <summary>Gathers the powers of deviations from the mean of each group in two passes.</summary>
    /// <param name="column">The numbers.</param>
    /// <param name="groups">The group of each; -1 for none.</param>
    /// <param name="count">The number of groups.</param>
    /// <param name="parts">The number of arrays that are wanted.</param>
    public static GroupShapes Of(Column column, ReadOnlySpan<int> groups, int count, int parts)
    {
        double[] values = column.ToDoubles();
        var shapes = new GroupShapes(count, parts);
        (double[] means, double[] squares, double[] cubes, double[] fourths) = (shapes.Means, shapes.Squares, shapes.Cubes, shapes.Fourths);
        double[] sums = GroupSums.Compensated(values, groups, count, out int[] counts);
        for (int group = 0; group < count; group++)
        {
            shapes.Counts[group] = counts[group];
            means[group] = counts[group] == 0 ? 0 : sums[group] / counts[group];
        }

        for (int row = 0; row < groups.Length && parts > 2; row++)
        {
            int group = groups[row];
            if (group < 0 || double.IsNaN(values[row]))
            {
                continue;
            }

            double difference = values[row] - means[group], square = difference * difference;
            squares[group] += square;
            if (parts > 3)
            {
                cubes[group] += square * difference;
            }

            if (parts > 4)
            {
                fourths[group] += square * square;
            }
        }

        return shapes;
    }

    /// <summary>Merges parts that belong to the same group.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="groups">The group of each part.</param>
    /// <param name="count">The number of groups.</param>
    public static GroupShapes Merge(GroupShapes parts, ReadOnlySpan<int> groups, int count)
    {
        var merged = new GroupShapes(count, parts.All.Length);
        (double[] counts, double[] means, double[] squares, double[] cubes, double[] fourths) = (merged.Counts, merged.Means, merged.Squares, merged.Cubes, merged.Fourths);
        for (int part = 0; part < groups.Length; part++)
        {
            counts[groups[part]] += parts.Counts[part];
        }

        for (int part = 0; part < groups.Length; part++)
        {
            if (parts.Counts[part] > 0)
            {
                means[groups[part]] += parts.Means[part] * (parts.Counts[part] / counts[groups[part]]);
            }
        }

        for (int part = 0; part < groups.Length && squares.Length > 0; part++)
        {
            int group = groups[part];
            double n = parts.Counts[part], d = parts.Means[part] - means[group], square = d * d;
            if (n == 0)
            {
                continue;
            }

            squares[group] += parts.Squares[part] + (n * square);
            if (cubes.Length > 0)
            {
                cubes[group] += parts.Cubes[part] + (3 * d * parts.Squares[part]) + (n * square * d);
            }

            if (fourths.Length > 0)
            {
                fourths[group] += parts.Fourths[part] + (4 * d * parts.Cubes[part]) + (6 * square * parts.Squares[part]) + (n * square * square);
            }
        }

        return merged;
    }

    /// <summary>Computes a statistic of each group.</summary>
    /// <param name="kind">One of the statistics of moments.</param>
    /// <param name="degrees">The degrees of freedom of variances.</param>
    public double[] Compute(AggregateKind kind, int degrees)
    {
        double[] results = new double[Counts.Length];
        for (int group = 0; group < results.Length; group++)
        {
            double n = Counts[group];
            results[group] = kind switch
            {
                AggregateKind.Mean => n > 0 ? Means[group] : double.NaN,
                AggregateKind.Variance => Variance(group, degrees),
                AggregateKind.StandardDeviation => Math.Sqrt(Variance(group, degrees)),
                AggregateKind.StandardError => Math.Sqrt(Variance(group, degrees) / n),
                AggregateKind.Skewness => Shape(kind, n, Means[group], Squares[group], Cubes[group], 0),
                _ => Shape(kind, n, Means[group], Squares[group], Cubes[group], Fourths[group]),
            };
        }

        return results;
    }

    private double Variance(int group, int degrees) => Counts[group] > degrees ? Squares[group] / (Counts[group] - degrees) : double.NaN;

    private double[] Part(int number) => number < All.Length ? All[number] : [];

    /// <summary>Computes the skewness or the kurtosis of numbers by the sums of powers of their deviations.</summary>
    public static double Shape(AggregateKind kind, double n, double mean, double squares, double cubes, double fourths)
    {
        if (n < (kind == AggregateKind.Skewness ? 3 : 4))
        {
            return double.NaN;
        }

        // What rounding leaves of the squares of equal numbers is no spread.
        if (squares <= 1e-28 * n * mean * mean)
        {
            return 0;
        }

        return kind == AggregateKind.Skewness
            ? n * Math.Sqrt(n - 1) / (n - 2) * cubes / (squares * Math.Sqrt(squares))
            : ((n * (n + 1) * (n - 1) * fourths / (squares * squares)) - (3 * (n - 1) * (n - 1))) / ((n - 2) * (n - 3));
    }
}
