using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Drift;

/// <summary>Represents what all ordered pairs of rows add up to: those within the first sample, within the second, and of a row of each.</summary>
internal readonly record struct PairSums(double First, double Second, double Across)
{
    // So many ways to mix are summed up by one product of matrices, which reads each pair once for all of them.
    private const int AtOnce = 50;

    /// <summary>Sums up pairs as the rows are, and as they are mixed at random.</summary>
    /// <param name="pairs">A number for each pair of rows, symmetric, zero on the diagonal; the rows of the first sample come first.</param>
    /// <param name="first">The number of rows of the first sample.</param>
    /// <param name="permutations">The number of ways to mix them.</param>
    /// <param name="context">The seed, the threads and the cancellation.</param>
    /// <returns>The sums: those of the samples themselves, and then those of each way.</returns>
    internal static PairSums[] Permuted(Matrix pairs, int first, int permutations, FitContext context)
    {
        double[] ofRows = new double[pairs.Rows];
        for (int row = 0; row < ofRows.Length; row++)
        {
            ofRows[row] = VectorKernels.Sum(pairs.Row(row));
        }

        double all = VectorKernels.Sum(ofRows);
        var sums = new PairSums[permutations + 1];
        int batches = (sums.Length + AtOnce - 1) / AtOnce;
        ParallelLoop.For(
            batches,
            context.Parallelism,
            batch =>
            {
                context.Checkpoint();
                int start = batch * AtOnce, count = Math.Min(AtOnce, sums.Length - start);
                Matrix chosen = new(pairs.Rows, count), reached = Matrix.Uninitialized(pairs.Rows, count);
                for (int i = 0; i < count; i++)
                {
                    int[] order = start + i == 0 ? [.. Enumerable.Range(0, pairs.Rows)] : context.Random((ulong)(start + i)).Permutation(pairs.Rows);
                    foreach (int row in order.AsSpan(0, first))
                    {
                        chosen[row, i] = 1;
                    }
                }

                MatrixProduct.Multiply(pairs, chosen, reached);
                for (int i = 0; i < count; i++)
                {
                    double within = 0, touched = 0;
                    for (int row = 0; row < pairs.Rows; row++)
                    {
                        within += chosen[row, i] * reached[row, i];
                        touched += chosen[row, i] * ofRows[row];
                    }

                    sums[start + i] = new PairSums(within, all - (2 * touched) + within, touched - within);
                }
            },
            context.Cancellation);
        return sums;
    }

    /// <summary>Gets the largest of the three means, by which to judge what is rounding.</summary>
    internal double Largest(double first, double second) => Math.Max(First / (first * first), Math.Max(Second / (second * second), Across / (first * second)));
}
