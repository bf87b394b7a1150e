namespace Modelyard.Frames.Grouping;

/// <summary>Represents the count, mean and sums of powers of deviations of numbers by group: what partial results of groups are merged from.</summary>
/// <remarks>Source of the merge: Pébay (2008), Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments.</remarks>
/// <param name="Counts">The number of cells of each group.</param>
/// <param name="Means">Their means; zero of no cells.</param>
/// <param name="Squares">The sums of the squares of their deviations from the mean.</param>
/// <param name="Cubes">The sums of the cubes.</param>
/// <param name="Fourths">The sums of the fourth powers.</param>
internal sealed record GroupShapes(double[] Counts, double[] Means, double[] Squares, double[] Cubes, double[] Fourths)
{
    private GroupShapes(int count)
        : this(new double[count], new double[count], new double[count], new double[count], new double[count])
    {
    }

    /// <summary>Gathers the powers of deviations from the mean of each group in two passes.</summary>
    public static GroupShapes Of(Column column, ReadOnlySpan<int> groups, int count)
    {
        double[] values = column.ToDoubles();
        var shapes = new GroupShapes(count);
        double[] sums = GroupSums.Compensated(values, groups, count, out int[] counts);
        for (int group = 0; group < count; group++)
        {
            shapes.Counts[group] = counts[group];
            shapes.Means[group] = counts[group] == 0 ? 0 : sums[group] / counts[group];
        }

        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            if (group >= 0 && !double.IsNaN(values[row]))
            {
                double difference = values[row] - shapes.Means[group], square = difference * difference;
                shapes.Squares[group] += square;
                shapes.Cubes[group] += square * difference;
                shapes.Fourths[group] += square * square;
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
        var merged = new GroupShapes(count);
        for (int part = 0; part < groups.Length; part++)
        {
            merged.Counts[groups[part]] += parts.Counts[part];
        }

        for (int part = 0; part < groups.Length; part++)
        {
            if (parts.Counts[part] > 0)
            {
                merged.Means[groups[part]] += parts.Means[part] * (parts.Counts[part] / merged.Counts[groups[part]]);
            }
        }

        for (int part = 0; part < groups.Length; part++)
        {
            int group = groups[part];
            double n = parts.Counts[part], d = parts.Means[part] - merged.Means[group], square = d * d;
            if (n > 0)
            {
                merged.Squares[group] += parts.Squares[part] + (n * square);
                merged.Cubes[group] += parts.Cubes[part] + (3 * d * parts.Squares[part]) + (n * square * d);
                merged.Fourths[group] += parts.Fourths[part] + (4 * d * parts.Cubes[part]) + (6 * square * parts.Squares[part]) + (n * square * square);
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
            double n = Counts[group], variance = n > degrees ? Squares[group] / (n - degrees) : double.NaN;
            results[group] = kind switch
            {
                AggregateKind.Mean => n > 0 ? Means[group] : double.NaN,
                AggregateKind.Variance => variance,
                AggregateKind.StandardDeviation => Math.Sqrt(variance),
                AggregateKind.StandardError => Math.Sqrt(variance / n),
                _ => Shape(kind, n, Means[group], Squares[group], Cubes[group], Fourths[group]),
            };
        }

        return results;
    }

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
