using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Prototypes;

/// <summary>Measures how alike rows are, each with each: the exponential of the negative squared distance over the median one.</summary>
internal static class RowKernel
{
    /// <summary>Computes the kernel.</summary>
    /// <param name="points">The points, rows x coordinates.</param>
    /// <param name="context">The number of threads, and the end if it is cancelled.</param>
    /// <returns>Rows x rows, 1 where rows are the same.</returns>
    internal static Matrix Of(Matrix points, FitContext context)
    {
        int count = points.Rows;
        var kernel = new Matrix(count, count);
        ParallelLoop.For(count, context.Parallelism, row =>
        {
            ReadOnlySpan<double> own = points.Row(row);
            Span<double> distances = kernel.Row(row);
            for (int other = 0; other < count; other++)
            {
                distances[other] = Squared(own, points.Row(other));
            }
        }, context.Cancellation);
        double median = Median(kernel);
        ParallelLoop.For(count, context.Parallelism, row =>
        {
            foreach (ref double value in kernel.Row(row))
            {
                value = Math.Exp(-value / median);
            }
        }, context.Cancellation);
        return kernel;
    }

    private static double Squared(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Finds the median distance of different rows; 1 if all are the same.</summary>
    private static double Median(Matrix distances)
    {
        const int MostRows = 300;
        int step = Math.Max(1, distances.Rows / MostRows);
        var some = new List<double>();
        for (int row = 0; row < distances.Rows; row += step)
        {
            for (int other = 0; other < row; other += step)
            {
                if (distances[row, other] > 0)
                {
                    some.Add(distances[row, other]);
                }
            }
        }

        some.Sort();
        return some.Count > 0 ? some[some.Count / 2] : 1;
    }
}
