using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the weighted means of features and their mean squares about them.</summary>
internal static class ColumnMoments
{
    private const int Block = 4096;

    /// <summary>Computes means and mean squares, in two passes so that nothing cancels.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="centre">False to take the squares about 0; the means are then 0.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static (double[] Means, double[] Squares) Of(Dataset data, bool centre, FitContext context)
    {
        double total = data.HasWeights ? VectorKernels.Sum(data.Weights) : data.RowCount;
        double[] means = new double[data.FeatureCount];
        if (centre)
        {
            means = Sum(data, context, (row, weight, sums) => VectorKernels.Axpy(weight, row, sums));
            VectorKernels.Scale(1 / total, means);
        }

        double[] squares = Sum(data, context, (row, weight, sums) =>
        {
            for (int j = 0; j < sums.Length; j++)
            {
                double difference = row[j] - means[j];
                sums[j] += weight * difference * difference;
            }
        });
        VectorKernels.Scale(1 / total, squares);
        return (means, squares);
    }

    private delegate void AddRow(ReadOnlySpan<double> row, double weight, Span<double> sums);

    private static double[] Sum(Dataset data, FitContext context, AddRow add) => ParallelLoop.Reduce(
        data.RowCount,
        Block,
        context.Parallelism,
        (first, count) =>
        {
            double[] sums = new double[data.FeatureCount];
            for (int row = first; row < first + count; row++)
            {
                add(data.Features.Row(row), data.HasWeights ? data.Weights[row] : 1, sums);
            }

            return sums;
        },
        (left, right) =>
        {
            VectorKernels.Axpy(1, right, left);
            return left;
        },
        context.Cancellation);
}
