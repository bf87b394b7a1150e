using System.Runtime.CompilerServices;

namespace Modelyard.Numerics.Products;

/// <summary>Computes matrix products from packed panels that fit the caches.</summary>
/// <remarks>
/// Element (i, j) is <c>beta c</c> plus, for each run of <see cref="Depth"/> indexes k in ascending order, <c>alpha</c> times the fused
/// sum of that run in ascending order. Nothing else enters: no size but k, no tile, no thread. So a row multiplied alone equals
/// that row of a batch, and all kernels and degrees agree to the bit.
/// Source: Goto and van de Geijn (2008), Anatomy of High-Performance Matrix Multiplication.
/// </remarks>
/// <typeparam name="TKernel">The kernel of a tile.</typeparam>
internal static unsafe class BlockedProduct<TKernel>
    where TKernel : struct, IMicroKernel
{
    /// <summary>The number of products in one run: part of the definition of a product.</summary>
    public const int Depth = 256;

    private const int MostRows = 128;
    private const int MostColumns = 2016;
    private const int ChunkElements = 1 << 19;
    private const int SlimRows = 64;
    private const int SlimColumns = 384;
    private const int FewColumns = 16;
    private const long WorthThreads = 1 << 20;

    /// <summary>Computes <c>c = alpha a b + beta c</c>.</summary>
    /// <param name="a">The left factor, rows x depth.</param>
    /// <param name="b">The right factor, depth x columns.</param>
    /// <param name="c">The result, row-major.</param>
    /// <param name="stride">The distance between neighbouring rows of the result.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="scale">The factors and the weights.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public static void Multiply(Operand a, Operand b, double* c, int stride, ProductShape shape, ProductScale scale, int degree)
    {
        bool plain = !shape.UpperOnly && scale.Weights == 0;
        if (plain && shape.Rows <= SlimRows)
        {
            MultiplySlim(a, b, c, stride, shape, scale, degree);
            return;
        }

        if (plain && shape.Columns <= FewColumns && a.RowStep == 1)
        {
            MultiplyTransposed(a, b, c, stride, shape, scale, degree);
            return;
        }

        for (int column = 0; column < shape.Columns; column += MostColumns)
        {
            int columns = Math.Min(MostColumns, shape.Columns - column);
            int padded = Round(columns, TKernel.Columns);
            int chunk = Math.Max(1, ChunkElements / padded / Depth) * Depth;
            for (int first = 0; first < shape.Depth; first += chunk)
            {
                int depth = Math.Min(chunk, shape.Depth - first);
                using var right = new ScratchBuffer(padded * depth);
                PackRight(b, first, depth, column, columns, right.Pointer, degree);
                MultiplyChunk(a, right.Pointer, c, stride, shape, scale, new Chunk(column, columns, first, depth), degree);
            }
        }
    }

    /// <summary>Multiplies few rows: each part of the right factor is used soon after it is packed, while it is in the nearer caches (qr_1000).</summary>
    /// <remarks>
    /// The parts are as wide as leaves work for all threads: the longer the runs that are read from each row, the better the processor foresees them
    /// (gemm_784x8000x10: 10 ms in runs of 384 elements, 15 in runs of 96).
    /// </remarks>
    private static void MultiplySlim(Operand a, Operand b, double* c, int stride, ProductShape shape, ProductScale scale, int degree)
    {
        degree = (long)shape.Rows * shape.Columns * shape.Depth < WorthThreads ? 1 : degree;
        int share = degree == 1 ? SlimColumns : Math.Clamp(shape.Columns / (2 * degree), SlimColumns / 4, SlimColumns);
        int width = Round(share, TKernel.Columns);
        int blocks = (shape.Columns + width - 1) / width;
        int padded = Round(shape.Rows, TKernel.Rows);
        using var left = new ScratchBuffer(padded * shape.Depth);
        double* factors = left.Pointer;
        for (int k = 0; k < shape.Depth; k += Depth)
        {
            Packing.Left(a.At(0, k), a.RowStep, a.ColumnStep, shape.Rows, Math.Min(Depth, shape.Depth - k), TKernel.Rows, null, factors + ((nint)padded * k));
        }

        ParallelLoop.For(blocks, degree, block =>
        {
            int column = block * width, columns = Math.Min(width, shape.Columns - column);
            using var right = new ScratchBuffer(Round(columns, TKernel.Columns) * Math.Min(Depth, shape.Depth));
            for (int k = 0; k < shape.Depth; k += Depth)
            {
                int depth = Math.Min(Depth, shape.Depth - k);
                Packing.Right(b.At(k, column), b.RowStep, b.ColumnStep, depth, columns, TKernel.Columns, right.Pointer);
                var whole = new Block(shape.Rows, columns, depth, int.MaxValue / 2);
                MultiplyBlock(factors + ((nint)padded * k), right.Pointer, c + column, stride, whole, scale.Alpha, k == 0 ? scale.Beta : 1);
            }
        });
    }

    /// <summary>Multiplies into few columns as the transpose, so that the large factor, whose columns lie in its rows, is read in long runs (gemm_784x8000x10).</summary>
    private static void MultiplyTransposed(Operand a, Operand b, double* c, int stride, ProductShape shape, ProductScale scale, int degree)
    {
        using var scratch = new ScratchBuffer(shape.Rows * shape.Columns);
        double* transpose = scratch.Pointer;
        for (int i = 0; i < shape.Rows && scale.Beta != 0; i++)
        {
            for (int j = 0; j < shape.Columns; j++)
            {
                transpose[((nint)j * shape.Rows) + i] = c[((nint)i * stride) + j];
            }
        }

        MultiplySlim(b.Transpose(), a.Transpose(), transpose, shape.Rows, new ProductShape(shape.Columns, shape.Rows, shape.Depth), scale, degree);
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int j = 0; j < shape.Columns; j++)
            {
                c[((nint)i * stride) + j] = transpose[((nint)j * shape.Rows) + i];
            }
        }
    }

    private static void MultiplyChunk(
        Operand a, double* right, double* c, int stride, ProductShape shape, ProductScale scale, Chunk chunk, int degree)
    {
        int share = (shape.Rows + degree - 1) / degree;
        int blockRows = degree == 1 ? MostRows : Math.Clamp(Round((share + 1) / 2, TKernel.Rows), 4 * TKernel.Rows, MostRows);
        int rowBlocks = (shape.Rows + blockRows - 1) / blockRows;
        if (degree == 1 || (rowBlocks == 1 && chunk.Columns < 16 * TKernel.Columns))
        {
            for (int block = 0; block < rowBlocks; block++)
            {
                ParallelLoop.Check();
                MultiplyRows(a, right, c, stride, shape, scale, chunk, block * blockRows, blockRows, 0, chunk.Columns);
            }

            return;
        }

        int columnBlocks = rowBlocks >= 2 * degree ? 1 : Math.Max(1, Math.Min(2 * degree / rowBlocks, chunk.Columns / (8 * TKernel.Columns)));
        int blockColumns = Round((chunk.Columns + columnBlocks - 1) / columnBlocks, TKernel.Columns);
        ParallelLoop.For(rowBlocks * columnBlocks, degree, task =>
        {
            int firstColumn = task / rowBlocks * blockColumns;
            int columns = Math.Min(blockColumns, chunk.Columns - firstColumn);
            if (columns > 0)
            {
                MultiplyRows(a, right, c, stride, shape, scale, chunk, task % rowBlocks * blockRows, blockRows, firstColumn, columns);
            }
        });
    }

    private static void MultiplyRows(
        Operand a, double* right, double* c, int stride, ProductShape shape, ProductScale scale, Chunk chunk, int firstRow, int blockRows, int firstColumn, int columns)
    {
        int rows = Math.Min(blockRows, shape.Rows - firstRow);
        int padded = Round(chunk.Columns, TKernel.Columns);
        using var left = new ScratchBuffer(Round(rows, TKernel.Rows) * Math.Min(Depth, chunk.Depth));
        for (int k = 0; k < chunk.Depth; k += Depth)
        {
            int depth = Math.Min(Depth, chunk.Depth - k);
            int start = chunk.FirstDepth + k;
            double beta = start == 0 ? scale.Beta : 1;
            double* weights = scale.Weights == 0 ? null : (double*)scale.Weights + start;
            Packing.Left(a.At(firstRow, start), a.RowStep, a.ColumnStep, rows, depth, TKernel.Rows, weights, left.Pointer);
            MultiplyBlock(
                left.Pointer,
                right + ((nint)padded * k) + ((nint)firstColumn * depth),
                c + ((nint)firstRow * stride) + chunk.FirstColumn + firstColumn,
                stride,
                new Block(rows, columns, depth, shape.UpperOnly ? chunk.FirstColumn + firstColumn - firstRow : int.MaxValue / 2),
                scale.Alpha,
                beta);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock(double* left, double* right, double* c, int stride, Block block, double alpha, double beta)
    {
        double* edge = stackalloc double[TKernel.Rows * TKernel.Columns];
        for (int j = 0; j < block.Columns; j += TKernel.Columns)
        {
            double* panel = right + ((nint)j * block.Depth);
            int columns = Math.Min(TKernel.Columns, block.Columns - j);
            int end = (int)Math.Min(block.Rows, (long)block.Diagonal + j + TKernel.Columns);
            for (int i = 0; i < end; i += TKernel.Rows)
            {
                int rows = Math.Min(TKernel.Rows, block.Rows - i);
                double* tile = c + ((nint)i * stride) + j;
                double* factors = left + ((nint)i * block.Depth);
                if (rows == TKernel.Rows && columns == TKernel.Columns)
                {
                    TKernel.Run(block.Depth, factors, 1, TKernel.Rows, panel, tile, stride, alpha, beta);
                    continue;
                }

                TKernel.Run(block.Depth, factors, 1, TKernel.Rows, panel, edge, TKernel.Columns, 1, 0);
                for (int row = 0; row < rows; row++)
                {
                    double* target = tile + ((nint)row * stride);
                    for (int column = 0; column < columns; column++)
                    {
                        double old = beta == 0 ? 0 : beta * target[column];
                        target[column] = Math.FusedMultiplyAdd(alpha, edge[(row * TKernel.Columns) + column], old);
                    }
                }
            }
        }
    }

    private static void PackRight(Operand b, int first, int depth, int column, int columns, double* target, int degree)
    {
        int padded = Round(columns, TKernel.Columns);
        int blocks = (depth + Depth - 1) / Depth;
        if (degree == 1 || (long)padded * depth < 1 << 16)
        {
            for (int block = 0; block < blocks; block++)
            {
                PackBlock(block);
            }
        }
        else
        {
            ParallelLoop.For(blocks, degree, PackBlock);
        }

        void PackBlock(int block)
        {
            int k = block * Depth;
            Packing.Right(
                b.At(first + k, column), b.RowStep, b.ColumnStep, Math.Min(Depth, depth - k), columns, TKernel.Columns, target + ((nint)padded * k));
        }
    }

    private static int Round(int size, int multiple) => (size + multiple - 1) / multiple * multiple;

    private readonly record struct Chunk(int FirstColumn, int Columns, int FirstDepth, int Depth);

    private readonly record struct Block(int Rows, int Columns, int Depth, int Diagonal);
}
