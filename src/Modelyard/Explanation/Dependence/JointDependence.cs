using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Dependence;

/// <summary>Represents the partial dependence on features, on pairs of them and on all but one, at the rows of a sample; each has the mean 0.</summary>
internal sealed class JointDependence
{
    // What varies less than this share of the variance of the predictions varies by what their means round off.
    private const double LeastShare = 1e-12;
    private readonly double[] _weights;
    private readonly Matrix _predictions;
    private readonly Matrix[] _alone;
    private readonly Matrix[] _others;
    private readonly Matrix[][] _pairs;
    private readonly double[] _scales;

    /// <summary>Computes the dependence.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="columns">The features.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    internal JointDependence(DependenceSample sample, int[] columns, FitContext context)
    {
        int rows = sample.Rows.Rows, count = columns.Length;
        _weights = sample.Weights;
        _predictions = new Matrix(rows, sample.Function.Outputs.Count);
        sample.Function.Evaluate(sample.Rows, _predictions);
        _scales = [.. Enumerable.Range(0, _predictions.Columns).Select(output => Enumerable.Range(0, rows).Max(row => Math.Abs(_predictions[row, output])))];
        Centre(_predictions);
        _alone = new Matrix[count];
        _others = new Matrix[count];
        _pairs = [.. Enumerable.Range(0, count).Select(i => new Matrix[i])];
        (int First, int Second)[] jobs = [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => (i, j)))];
        FitContext own = context with { Parallelism = 1 };
        ParallelLoop.For(
            jobs.Length,
            context.Parallelism,
            job =>
            {
                (int i, int j) = jobs[job];
                if (i == j)
                {
                    (_alone[i], _others[i]) = Compute(sample, [columns[i]], own);
                }
                else
                {
                    _pairs[i][j] = Compute(sample, [columns[j], columns[i]], own).Own;
                }
            },
            context.Cancellation);
    }

    /// <summary>Compares the dependence on two features with the sum of that on each; of one, the predictions with the sum of that on it and on all others.</summary>
    internal (double Strength, double Size) Compare(int first, int second, int output)
    {
        (Matrix joint, Matrix left, Matrix right) = first == second
            ? (_predictions, _alone[first], _others[first])
            : (_pairs[first][second], _alone[first], _alone[second]);
        double together = 0, all = 0, predictions = 0;
        for (int row = 0; row < _weights.Length; row++)
        {
            double difference = joint[row, output] - left[row, output] - right[row, output];
            together += _weights[row] * difference * difference;
            all += _weights[row] * joint[row, output] * joint[row, output];
            predictions += _weights[row] * _predictions[row, output] * _predictions[row, output];
        }

        double size = RoundingNoise.Without(Math.Sqrt(together), _scales[output]);
        return size > 0 && all > LeastShare * predictions ? (size / Math.Sqrt(all), size) : (0, size);
    }

    /// <summary>Averages the outputs over the rows at the cells of each row, and over the cells at each row.</summary>
    private (Matrix Own, Matrix Others) Compute(DependenceSample sample, int[] columns, FitContext context)
    {
        int rows = sample.Rows.Rows, outputs = sample.Function.Outputs.Count;
        (int[] places, Matrix points, double[] weights) = Distinct(sample, columns);
        Matrix atPoints = new(points.Rows, outputs), others = new(rows, outputs);
        sample.Evaluate(columns, points, context, (first, point, values) =>
        {
            for (int row = 0; row < values.Rows; row++)
            {
                VectorKernels.Axpy(_weights[first + row], values.Row(row), atPoints.Row(point));
                VectorKernels.Axpy(weights[point], values.Row(row), others.Row(first + row));
            }
        });
        Matrix own = atPoints.SelectRows(places);
        Centre(own);
        Centre(others);
        return (own, others);
    }

    /// <summary>Finds the different cells of some features: each is looked at once.</summary>
    private static (int[] Places, Matrix Points, double[] Weights) Distinct(DependenceSample sample, int[] columns)
    {
        var known = new Dictionary<(double, double), int>();
        int[] places = new int[sample.Rows.Rows];
        var weights = new List<double>();
        for (int row = 0; row < places.Length; row++)
        {
            (double, double) cells = (sample.Rows[row, columns[0]], sample.Rows[row, columns[^1]]);
            if (!known.TryGetValue(cells, out places[row]))
            {
                known[cells] = places[row] = weights.Count;
                weights.Add(0);
            }

            weights[places[row]] += sample.Weights[row];
        }

        var points = new Matrix(weights.Count, columns.Length);
        foreach (((double first, double second), int place) in known)
        {
            points[place, 0] = first;
            points[place, columns.Length - 1] = second;
        }

        return (places, points, [.. weights]);
    }

    private void Centre(Matrix values)
    {
        double[] means = new double[values.Columns];
        for (int row = 0; row < values.Rows; row++)
        {
            VectorKernels.Axpy(_weights[row], values.Row(row), means);
        }

        for (int row = 0; row < values.Rows; row++)
        {
            VectorKernels.Axpy(-1, means, values.Row(row));
        }
    }
}
