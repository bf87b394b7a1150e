using Modelyard.Numerics.Products;

namespace Modelyard.Numerics;

/// <summary>Computes products of matrices and vectors.</summary>
/// <remarks>
/// Results are the same bits for any degree and on any processor. In <see cref="Multiply"/> an element depends on its row, its column and the
/// factors alone, so a row multiplied alone equals that row of a batch; the same holds for <see cref="MultiplyVector"/> not transposed.
/// The two differ from each other in the last bits, because their sums have different orders.
/// </remarks>
public static unsafe class MatrixProduct
{
    private const int GramChunk = 16384;
    private const int MostChunks = 64;
    private const int WideGram = 256;
    private const int VectorBlock = 256;

    /// <summary>Computes <c>result = alpha A B + beta result</c>, where A and B are the arguments or their transposes.</summary>
    /// <param name="a">The left factor, rows x depth; depth x rows when transposed.</param>
    /// <param name="b">The right factor, depth x columns; columns x depth when transposed.</param>
    /// <param name="result">The result, rows x columns; it must share no elements with the factors.</param>
    /// <param name="transposeA">Whether the left factor is transposed.</param>
    /// <param name="transposeB">Whether the right factor is transposed.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of what the result held; at zero that is not read.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Multiply(
        Matrix a, Matrix b, Matrix result, bool transposeA = false, bool transposeB = false, double alpha = 1, double beta = 0, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        (int rows, int depth) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        (int depthOfB, int columns) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        Require(depth == depthOfB, "The factors are", rows, depth, depthOfB, columns);
        Require(result.Rows == rows && result.Columns == columns, "The result and the product are", result.Rows, result.Columns, rows, columns);
        fixed (double* x = a.Storage(), y = b.Storage(), z = result.Storage())
        {
            Run(
                Operand.Of(x, a.Stride, transposeA),
                Operand.Of(y, b.Stride, transposeB),
                z,
                result.Stride,
                new ProductShape(rows, columns, depth),
                new ProductScale(alpha, beta),
                degree);
        }
    }

    /// <summary>Computes the Gram matrix <c>AᵀA</c>, or <c>AᵀWA</c> with a diagonal of weights.</summary>
    /// <param name="a">The matrix, rows x columns.</param>
    /// <param name="result">Receives columns x columns elements, symmetric to the bit.</param>
    /// <param name="weights">One weight for each row, or nothing for weights of one.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <remarks>Up to 256 columns the rows are cut into at most 64 blocks whose Gram matrices are added in order.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Gram(Matrix a, Matrix result, ReadOnlySpan<double> weights = default, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        int size = a.Columns;
        Require(result.Rows == size && result.Columns == size, "The result and the Gram matrix are", result.Rows, result.Columns, size, size);
        if (!weights.IsEmpty && weights.Length != a.Rows)
        {
            throw new ArgumentException($"There are '{weights.Length}' weights and must be '{a.Rows}', one for each row.", nameof(weights));
        }

        int chunk = Math.Max(GramChunk, (a.Rows + MostChunks - 1) / MostChunks);
        fixed (double* x = a.Storage(), y = result.Storage(), w = weights)
        {
            if (size > WideGram || a.Rows <= chunk)
            {
                GramChunkOf(x, a.Stride, w, a.Rows, size, y, result.Stride, degree);
            }
            else
            {
                GramOfChunks(x, a.Stride, w, a.Rows, chunk, result, degree);
            }
        }

        Mirror(result);
    }

    /// <summary>Adds the Gram matrix <c>AᵀA</c> to the upper triangle of another; what is below the diagonal is undefined.</summary>
    /// <param name="a">The matrix, rows x columns.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <param name="result">Receives the sums, columns x columns.</param>
    internal static void AddGramTriangle(ReadOnlySpan<double> a, int columns, Span<double> result)
    {
        fixed (double* x = a, y = result)
        {
            Run(
                Operand.Of(x, columns, transpose: true),
                Operand.Of(x, columns, transpose: false),
                y,
                columns,
                new ProductShape(columns, columns, a.Length / columns, UpperOnly: true),
                new ProductScale(1, 1),
                degree: 1);
        }
    }

    /// <summary>Computes <c>y = alpha A x + beta y</c>, where A is the argument or its transpose.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="x">The vector, one element for each column of A.</param>
    /// <param name="y">The result, one element for each row of A; it must share no elements with the arguments.</param>
    /// <param name="transpose">Whether the matrix is transposed.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of what the result held; at zero that is not read.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <remarks>Not transposed, an element is <see cref="VectorKernels.Dot"/> of its row and the vector.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void MultiplyVector(
        Matrix a, ReadOnlySpan<double> x, Span<double> y, bool transpose = false, double alpha = 1, double beta = 0, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        (int rows, int columns) = transpose ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        Require(x.Length == columns && y.Length == rows, "The vectors and the matrix are", y.Length, x.Length, rows, columns);
        fixed (double* from = x, to = y)
        {
            if (transpose)
            {
                MultiplyTransposed(a, from, to, alpha, beta, degree);
                return;
            }

            if ((long)a.Rows * a.Columns < 1 << 16)
            {
                MultiplyRows(a, from, to, 0, a.Rows, alpha, beta);
                return;
            }

            double* source = from, target = to;
            ParallelLoop.Blocks(a.Rows, VectorBlock, degree, (first, count) => MultiplyRows(a, source, target, first, count, alpha, beta));
        }
    }

    /// <summary>Computes a product of operands in memory that does not move.</summary>
    internal static void Run(Operand a, Operand b, double* c, int stride, ProductShape shape, ProductScale scale, int degree)
    {
        if (shape.Rows == 0 || shape.Columns == 0)
        {
            return;
        }

        if (shape.Depth == 0)
        {
            for (int i = 0; i < shape.Rows; i++)
            {
                var row = new Span<double>(c + ((nint)i * stride), shape.Columns);
                foreach (ref double element in row)
                {
                    element = scale.Beta == 0 ? 0 : scale.Beta * element;
                }
            }

            return;
        }

        switch (Simd.Level)
        {
            case SimdLevel.Vector512:
                BlockedProduct<MicroKernel512>.Multiply(a, b, c, stride, shape, scale, degree);
                break;
            case SimdLevel.Vector256:
                BlockedProduct<MicroKernel256>.Multiply(a, b, c, stride, shape, scale, degree);
                break;
            default:
                BlockedProduct<MicroKernelScalar>.Multiply(a, b, c, stride, shape, scale, degree);
                break;
        }
    }

    private static void GramChunkOf(double* a, int stride, double* weights, int rows, int size, double* result, int resultStride, int degree) => Run(
        Operand.Of(a, stride, transpose: true),
        Operand.Of(a, stride, transpose: false),
        result,
        resultStride,
        new ProductShape(size, size, rows, UpperOnly: true),
        new ProductScale(1, 0, (nint)weights),
        degree);

    private static void GramOfChunks(double* a, int stride, double* weights, int rows, int chunk, Matrix result, int degree)
    {
        int size = result.Columns;
        int chunks = (rows + chunk - 1) / chunk;
        using var parts = new ScratchBuffer(chunks * size * size);
        double* part = parts.Pointer;
        ParallelLoop.Blocks(rows, chunk, degree, (first, count) => GramChunkOf(
            a + ((nint)first * stride), stride, weights == null ? null : weights + first, count, size, part + ((nint)(first / chunk) * size * size), size, 1));
        for (int i = 0; i < size; i++)
        {
            for (int j = i; j < size; j++)
            {
                double sum = 0;
                for (int k = 0; k < chunks; k++)
                {
                    sum += part[((nint)k * size * size) + (i * size) + j];
                }

                result[i, j] = sum;
            }
        }
    }

    private static void Mirror(Matrix symmetric)
    {
        for (int i = 0; i < symmetric.Rows; i++)
        {
            Span<double> row = symmetric.Row(i);
            for (int j = 0; j < i; j++)
            {
                row[j] = symmetric[j, i];
            }
        }
    }

    private static void MultiplyRows(Matrix a, double* x, double* y, int first, int count, double alpha, double beta)
    {
        var vector = new ReadOnlySpan<double>(x, a.Columns);
        for (int i = first; i < first + count; i++)
        {
            double product = alpha * VectorKernels.Dot(a.Row(i), vector);
            y[i] = beta == 0 ? product : product + (beta * y[i]);
        }
    }

    private static void MultiplyTransposed(Matrix a, double* x, double* y, double alpha, double beta, int degree)
    {
        int columns = a.Columns;
        int chunk = Math.Max(4 * VectorBlock, (a.Rows + MostChunks - 1) / MostChunks);
        int chunks = Math.Max(1, (a.Rows + chunk - 1) / chunk);
        using var parts = new ScratchBuffer(chunks * columns);
        double* part = parts.Pointer;
        if (chunks == 1)
        {
            AddRows(a, x, 0, a.Rows, part);
        }
        else
        {
            ParallelLoop.Blocks(a.Rows, chunk, degree, (first, count) => AddRows(a, x, first, count, part + (first / chunk * columns)));
        }

        var target = new Span<double>(y, columns);
        if (beta == 0)
        {
            target.Clear();
        }
        else
        {
            VectorKernels.Scale(beta, target);
        }

        for (int i = 0; i < chunks; i++)
        {
            VectorKernels.Axpy(alpha, new ReadOnlySpan<double>(part + (i * columns), columns), target);
        }
    }

    private static void AddRows(Matrix a, double* x, int first, int count, double* sums)
    {
        var target = new Span<double>(sums, a.Columns);
        target.Clear();
        for (int i = first; i < first + count; i++)
        {
            VectorKernels.Axpy(x[i], a.Row(i), target);
        }
    }

    private static void Require(bool fits, string what, int rows, int columns, int otherRows, int otherColumns)
    {
        if (!fits)
        {
            throw new ArgumentException($"{what} '{rows} x {columns}' and '{otherRows} x {otherColumns}', which do not fit together.", nameof(what));
        }
    }
}
