using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Computes the weighted means of sparse features and their squares about them, from what is stored.</summary>
internal static class SparseMoments
{
    private const int BlockColumns = 64;
    private const double Rounding = 1e-14;

    /// <summary>Computes means and sums of squares, in two passes over each column so that nothing cancels.</summary>
    /// <param name="columns">The stored elements of each feature, features x rows.</param>
    /// <param name="weights">The weights of the rows, or nothing if each weighs 1.</param>
    /// <param name="total">The weight of all rows.</param>
    /// <param name="centre">False to take the squares about 0; the means are then 0.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static (double[] Means, double[] Squares) Of(SparseMatrix columns, double[] weights, double total, bool centre, FitContext context)
    {
        double[] means = new double[columns.Rows], squares = new double[columns.Rows];
        ParallelLoop.Blocks(columns.Rows, BlockColumns, context.Parallelism, (first, count) =>
        {
            context.Checkpoint();
            for (int column = first; column < first + count; column++)
            {
                (means[column], squares[column]) = Of(columns.Row(column), weights, total, centre);
            }
        }, context.Cancellation);
        return (means, squares);
    }

    private static (double Mean, double Squares) Of(SparseRow column, double[] weights, double total, bool centre)
    {
        double sum = 0, stored = 0, squares = 0;
        for (int i = 0; i < column.Count; i++)
        {
            double weight = weights.Length == 0 ? 1 : weights[column.Indices[i]];
            sum += weight * column.Values[i];
            stored += weight;
        }

        double mean = centre ? sum / total : 0;
        for (int i = 0; i < column.Count; i++)
        {
            double difference = column.Values[i] - mean;
            squares += (weights.Length == 0 ? 1 : weights[column.Indices[i]]) * difference * difference;
        }

        squares += mean * mean * Math.Max(0, total - stored);

        // What differs from its mean by the rounding of that mean does not vary.
        return (mean, squares <= total * Rounding * Rounding * mean * mean ? 0 : squares);
    }
}
