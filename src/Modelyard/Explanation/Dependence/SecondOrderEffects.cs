using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Accumulates what two numeric features do together beyond what each does alone.</summary>
internal static class SecondOrderEffects
{
    private const int MostIntervals = 20;

    internal static LocalEffects Compute(DependenceSample sample, int[] columns, DependenceOptions options, FitContext context)
    {
        DependenceAxis[] axes = Array.ConvertAll(columns, column => DependenceAxis.OfIntervals(sample, column, options, MostIntervals));
        if (Array.Find(axes, axis => axis.HasLevels) is { } levels)
        {
            throw new ModelyardException($"The feature '{levels.Feature.Name}' has levels, between which there is no way in two directions. Ask for the partial dependence on the two features, or the accumulated effects of each.");
        }

        double[] first = axes[0].Values.ToArray(), second = axes[1].Values.ToArray();
        int width = second.Length - 1, cells = (first.Length - 1) * width, outputs = sample.Function.Outputs.Count;
        var effects = new Matrix(outputs, first.Length * second.Length);
        if (cells == 0)
        {
            return new LocalEffects(axes, effects, []);
        }

        (Matrix sums, double[] weights, int[] counts) = Differences(sample, columns, first, second, context);
        for (int output = 0; output < outputs; output++)
        {
            double[] means = [.. Enumerable.Range(0, cells).Select(cell => weights[cell] > 0 ? sums[output, cell] / weights[cell] : double.NaN)];
            Fill(means, width);
            Matrix surface = Accumulate(means, first.Length, second.Length);
            Centre(surface, weights);
            surface.AsSpan().CopyTo(effects.Row(output));
        }

        return new LocalEffects(axes, effects, counts);
    }

    /// <summary>Sums up, in each cell, the differences of differences between its corners.</summary>
    private static (Matrix Sums, double[] Weights, int[] Counts) Differences(DependenceSample sample, int[] columns, double[] first, double[] second, FitContext context)
    {
        int width = second.Length - 1;
        double[] left = sample.Cells(columns[0]), right = sample.Cells(columns[1]);
        int[] rows = [.. Enumerable.Range(0, left.Length).Where(row => LocalEffects.Interval(first, left[row]) >= 0 && LocalEffects.Interval(second, right[row]) >= 0)];
        (int First, int Second)[] places = Array.ConvertAll(rows, row => (LocalEffects.Interval(first, left[row]), LocalEffects.Interval(second, right[row])));
        int[] counts = new int[(first.Length - 1) * width];
        double[] weights = new double[counts.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int cell = (places[i].First * width) + places[i].Second;
            counts[cell]++;
            weights[cell] += sample.Weights[rows[i]];
        }

        var sums = new Matrix(sample.Function.Outputs.Count, counts.Length);
        for (int corner = 0; corner < 4; corner++)
        {
            (int up, int across) = (corner >> 1, corner & 1);
            var cells = new Matrix(rows.Length, 2);
            for (int i = 0; i < rows.Length; i++)
            {
                (cells[i, 0], cells[i, 1]) = (first[places[i].First + up], second[places[i].Second + across]);
            }

            Matrix outputs = sample.Evaluate(rows, columns, cells, context);
            for (int i = 0; i < rows.Length; i++)
            {
                double weight = sample.Weights[rows[i]] * (up == across ? 1 : -1);
                for (int output = 0; output < sums.Rows; output++)
                {
                    sums[output, (places[i].First * width) + places[i].Second] += weight * outputs[i, output];
                }
            }
        }

        return (sums, weights, counts);
    }

    /// <summary>Gives each cell without rows the mean of the nearest one that has some.</summary>
    private static void Fill(double[] means, int width)
    {
        double height = (double)means.Length / width;
        int[] known = [.. Enumerable.Range(0, means.Length).Where(cell => !double.IsNaN(means[cell]))];
        foreach (int cell in Enumerable.Range(0, means.Length).Where(cell => double.IsNaN(means[cell])).ToArray())
        {
            means[cell] = known.Length == 0 ? 0 : means[known.MinBy(other => Math.Pow(((cell / width) - (other / width)) / height, 2) + Math.Pow(((cell % width) - (other % width)) / (double)width, 2))];
        }
    }

    private static Matrix Accumulate(double[] means, int rows, int columns)
    {
        var surface = new Matrix(rows, columns);
        for (int i = 1; i < rows; i++)
        {
            for (int j = 1; j < columns; j++)
            {
                surface[i, j] = surface[i - 1, j] + surface[i, j - 1] - surface[i - 1, j - 1] + means[((i - 1) * (columns - 1)) + j - 1];
            }
        }

        return surface;
    }

    /// <summary>Takes away what each feature does alone, accumulated over the surface, and the mean over the rows (equations 13 to 16 of the paper).</summary>
    private static void Centre(Matrix surface, double[] weights)
    {
        double[] first = Main(surface, weights, isFirst: true), second = Main(surface, weights, isFirst: false);
        double mean = 0, all = 0;
        for (int i = 0; i < surface.Rows; i++)
        {
            for (int j = 0; j < surface.Columns; j++)
            {
                surface[i, j] -= first[i] + second[j];
                if (i > 0 && j > 0)
                {
                    double weight = weights[((i - 1) * (surface.Columns - 1)) + j - 1];
                    mean += weight * (surface[i, j] + surface[i - 1, j] + surface[i, j - 1] + surface[i - 1, j - 1]) / 4;
                    all += weight;
                }
            }
        }

        foreach (ref double effect in surface.AsSpan())
        {
            effect -= all > 0 ? mean / all : 0;
        }
    }

    private static double[] Main(Matrix surface, double[] weights, bool isFirst)
    {
        int width = surface.Columns - 1, steps = (isFirst ? surface.Rows : surface.Columns) - 1;
        double[] sums = new double[steps], totals = new double[steps], main = new double[steps + 1];
        for (int cell = 0; cell < weights.Length; cell++)
        {
            (int i, int j) = (cell / width, cell % width);
            double difference = isFirst
                ? (surface[i + 1, j] - surface[i, j] + surface[i + 1, j + 1] - surface[i, j + 1]) / 2
                : (surface[i, j + 1] - surface[i, j] + surface[i + 1, j + 1] - surface[i + 1, j]) / 2;
            sums[isFirst ? i : j] += weights[cell] * difference;
            totals[isFirst ? i : j] += weights[cell];
        }

        for (int step = 0; step < steps; step++)
        {
            main[step + 1] = main[step] + (totals[step] > 0 ? sums[step] / totals[step] : 0);
        }

        return main;
    }
}
