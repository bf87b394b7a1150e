using Modelyard.Numerics;

namespace Modelyard.Decomposition;

/// <summary>Makes the columns of a tall matrix orthonormal by blocks of its rows.</summary>
/// <remarks>
/// Each block has a QR factorisation of its own, and the small triangles one of theirs; so a fit that is cancelled ends between two blocks.
/// Source: Demmel, Grigori, Hoemmen and Langou (2012), Communication-optimal Parallel and Sequential QR and LU Factorizations, SIAM Journal on Scientific Computing 34(1).
/// </remarks>
internal static class TallQR
{
    private const int LeastRows = 8192;
    private const int RowsPerColumn = 8;

    /// <summary>Makes an orthonormal basis of the columns of a matrix.</summary>
    /// <param name="matrix">The matrix, rows x columns, with at least as many rows as columns.</param>
    /// <param name="upper">Receives the triangle that gives the matrix from the basis, columns x columns.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The basis, rows x columns.</returns>
    internal static Matrix Orthonormal(Matrix matrix, out Matrix upper, int degree)
    {
        int columns = matrix.Columns, rows = Math.Max(LeastRows, RowsPerColumn * columns), blocks = matrix.Rows / rows;
        if (blocks < 2)
        {
            QR whole = QR.Of(matrix, degree);
            upper = whole.R;
            return whole.Q(degree);
        }

        var triangles = new Matrix(blocks * columns, columns);
        var bases = new Matrix[blocks];
        ParallelLoop.For(
            blocks,
            degree,
            i =>
            {
                QR own = QR.Of(Block(matrix, i, rows, blocks));
                own.R.AsSpan().CopyTo(triangles.RowRange(i * columns, columns).AsSpan());
                bases[i] = own.Q();
            });
        QR joint = QR.Of(triangles, degree);
        Matrix turns = joint.Q(degree);
        Matrix basis = Matrix.Uninitialized(matrix.Rows, columns);
        ParallelLoop.For(
            blocks,
            degree,
            i => MatrixProduct.Multiply(bases[i], turns.RowRange(i * columns, columns), Block(basis, i, rows, blocks)));
        upper = joint.R;
        return basis;
    }

    /// <summary>Gets a block of rows; the last takes what is left over.</summary>
    private static Matrix Block(Matrix matrix, int block, int rows, int blocks) =>
        matrix.RowRange(block * rows, block == blocks - 1 ? matrix.Rows - (block * rows) : rows);
}
