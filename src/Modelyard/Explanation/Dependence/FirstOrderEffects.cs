using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Accumulates the local effects of one feature.</summary>
internal static class FirstOrderEffects
{
    internal static LocalEffects Compute(DependenceSample sample, int column, DependenceOptions options, FitContext context)
    {
        var axis = DependenceAxis.OfIntervals(sample, column, options);
        return axis.HasLevels ? OfLevels(sample, column, axis, context) : OfIntervals(sample, column, axis, context);
    }

    private static LocalEffects OfIntervals(DependenceSample sample, int column, DependenceAxis axis, FitContext context)
    {
        double[] ends = axis.Values.ToArray(), cells = sample.Cells(column);
        int[] intervals = Array.ConvertAll(cells, cell => LocalEffects.Interval(ends, cell));
        int[] rows = ends.Length < 2 ? [] : [.. Enumerable.Range(0, cells.Length).Where(row => intervals[row] >= 0)];
        Matrix low = sample.Evaluate(rows, [column], Cells(rows, row => ends[intervals[row]]), context);
        Matrix high = sample.Evaluate(rows, [column], Cells(rows, row => ends[intervals[row] + 1]), context);
        double[] weights = new double[ends.Length - 1], shares = new double[ends.Length];
        int[] counts = new int[weights.Length];
        var sums = new Matrix(sample.Function.Outputs.Count, weights.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int interval = intervals[rows[i]];
            double weight = sample.Weights[rows[i]];
            weights[interval] += weight;
            counts[interval]++;

            // The mean effect of an interval is that of its ends.
            shares[interval] += weight / 2;
            shares[interval + 1] += weight / 2;
            Add(sums, interval, weight, low.Row(i), high.Row(i));
        }

        return new LocalEffects([axis], LocalEffects.Accumulate(sums, weights, shares), counts);
    }

    /// <summary>From each level to the next, the differences count of the rows of both.</summary>
    private static LocalEffects OfLevels(DependenceSample sample, int column, DependenceAxis axis, FitContext context)
    {
        axis = axis.Feature.IsCategorical ? axis.Reordered(LevelOrder.Of(sample, column, axis.Values, context)) : axis;
        double[] levels = axis.Values.ToArray(), cells = sample.Cells(column);
        int[] places = Array.ConvertAll(cells, cell => Array.IndexOf(levels, cell));
        int[] rows = [.. Enumerable.Range(0, cells.Length).Where(row => places[row] >= 0)];
        Matrix below = sample.Evaluate(rows, [column], Cells(rows, row => levels[Math.Max(0, places[row] - 1)]), context);
        Matrix own = sample.Evaluate(rows, [column], Cells(rows, row => cells[row]), context);
        Matrix above = sample.Evaluate(rows, [column], Cells(rows, row => levels[Math.Min(levels.Length - 1, places[row] + 1)]), context);
        double[] weights = new double[levels.Length - 1], shares = new double[levels.Length];
        int[] counts = new int[levels.Length];
        var sums = new Matrix(sample.Function.Outputs.Count, weights.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int place = places[rows[i]];
            double weight = sample.Weights[rows[i]];
            shares[place] += weight;
            counts[place]++;
            if (place > 0)
            {
                weights[place - 1] += weight;
                Add(sums, place - 1, weight, below.Row(i), own.Row(i));
            }

            if (place < weights.Length)
            {
                weights[place] += weight;
                Add(sums, place, weight, own.Row(i), above.Row(i));
            }
        }

        return new LocalEffects([axis], LocalEffects.Accumulate(sums, weights, shares), counts);
    }

    private static Matrix Cells(int[] rows, Func<int, double> cell) => new(Array.ConvertAll(rows, row => cell(row)), rows.Length, 1);

    private static void Add(Matrix sums, int step, double weight, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        for (int output = 0; output < low.Length; output++)
        {
            sums[output, step] += weight * (high[output] - low[output]);
        }
    }
}
