namespace Modelyard.Numerics;

/// <summary>Multiplies sparse matrices by dense ones.</summary>
public static class SparseProduct
{
    private const int BlockRows = 512;
    private const int BlockElements = 1 << 14;

    // The partial results of a transposed product are as large as its result: few parts, whatever the number of threads.
    private const int MostParts = 16;

    /// <summary>Computes the product of a sparse and a dense matrix.</summary>
    /// <param name="a">The sparse matrix, n x d.</param>
    /// <param name="b">The dense matrix, d x k.</param>
    /// <param name="result">Receives the product, n x k.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="cancellation">Ends the work between two blocks of rows.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static void Multiply(SparseMatrix a, Matrix b, Matrix result, int degree = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(result);
        CheckShape(a.Columns == b.Rows && result.Rows == a.Rows && result.Columns == b.Columns, a, b, result);
        ParallelLoop.Blocks(a.Rows, BlockRows, degree, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                SparseRow own = a.Row(row);
                Span<double> sums = result.Row(row);
                sums.Clear();
                for (int i = 0; i < own.Count; i++)
                {
                    VectorKernels.Axpy(own.Values[i], b.Row(own.Indices[i]), sums);
                }
            }
        }, cancellation);
    }

    /// <summary>Computes the product of the transpose of a sparse matrix and a dense one.</summary>
    /// <param name="a">The sparse matrix, n x d.</param>
    /// <param name="b">The dense matrix, n x k.</param>
    /// <param name="result">Receives the product, d x k.</param>
    /// <param name="degree">The greatest number of threads; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyTransposed(SparseMatrix a, Matrix b, Matrix result, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(result);
        CheckShape(a.Rows == b.Rows && result.Rows == a.Columns && result.Columns == b.Columns, a, b, result);
        int block = Math.Max(BlockRows, (a.Rows + MostParts - 1) / MostParts);
        Matrix? sum = a.Rows == 0 ? null : ParallelLoop.Reduce(
            a.Rows,
            block,
            degree,
            (first, count) =>
            {
                var part = new Matrix(a.Columns, b.Columns);
                for (int row = first; row < first + count; row++)
                {
                    SparseRow own = a.Row(row);
                    ReadOnlySpan<double> factors = b.Row(row);
                    for (int i = 0; i < own.Count; i++)
                    {
                        VectorKernels.Axpy(own.Values[i], factors, part.Row(own.Indices[i]));
                    }
                }

                return part;
            },
            (left, right) =>
            {
                VectorKernels.Axpy(1, right.AsSpan(), left.AsSpan());
                return left;
            });
        for (int row = 0; row < result.Rows; row++)
        {
            if (sum is null)
            {
                result.Row(row).Clear();
            }
            else
            {
                sum.Row(row).CopyTo(result.Row(row));
            }
        }
    }

    /// <summary>Computes the product of a sparse matrix and a vector.</summary>
    /// <param name="a">The sparse matrix, n x d.</param>
    /// <param name="x">The vector, d elements or more.</param>
    /// <param name="y">Receives the product in its first n elements.</param>
    /// <param name="degree">The greatest number of threads; the result does not depend on it.</param>
    /// <param name="cancellation">Ends the work between two blocks of rows.</param>
    internal static unsafe void MultiplyVector(SparseMatrix a, double[] x, Span<double> y, int degree, CancellationToken cancellation = default)
    {
        int block = (int)Math.Clamp((long)BlockElements * a.Rows / Math.Max(1, a.Count), 1, BlockElements);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = y[..a.Rows])
        {
            double* output = start;
            ParallelLoop.Blocks(
                a.Rows,
                block,
                degree,
                (first, count) =>
                {
                    for (int row = first; row < first + count; row++)
                    {
                        output[row] = a.Row(row).Dot(x);
                    }
                },
                cancellation);
        }
    }

    private static void CheckShape(bool fits, SparseMatrix a, Matrix b, Matrix result)
    {
        if (!fits)
        {
            throw new ArgumentException($"The matrices of '{a.Rows}' x '{a.Columns}' and '{b.Rows}' x '{b.Columns}' do not give one of '{result.Rows}' x '{result.Columns}'.", nameof(result));
        }
    }
}
