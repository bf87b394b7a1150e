namespace Modelyard.Numerics;

/// <summary>Solves linear least squares problems, of any rank.</summary>
/// <remarks>
/// A tall system is first reduced to its triangle in blocks of rows that are merged in order, then solved by QR with column pivoting. Where columns
/// depend on each other, the solution of smallest norm is taken (complete orthogonal decomposition).
/// Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, sections 5.4 and 5.5.
/// </remarks>
public static class LeastSquares
{
    private const int Block = 4096;

    /// <summary>Finds the X of smallest norm that minimises <c>‖A X − B‖</c>.</summary>
    /// <param name="matrix">The matrix A, rows x columns.</param>
    /// <param name="rightSides">The right-hand sides B, rows x count.</param>
    /// <param name="rank">Receives the number of independent columns.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>A new matrix, columns x count.</returns>
    /// <exception cref="ArgumentException">The numbers of rows differ, or an element is not finite.</exception>
    public static Matrix Solve(Matrix matrix, Matrix rightSides, out int rank, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(rightSides);
        if (matrix.Rows != rightSides.Rows)
        {
            throw new ArgumentException($"The right-hand sides have '{rightSides.Rows}' rows and must have '{matrix.Rows}'.", nameof(rightSides));
        }

        int columns = matrix.Columns, count = rightSides.Columns;
        if (matrix.Rows > 2 * Block && matrix.Rows > 4 * (columns + count))
        {
            Matrix triangle = Triangle(matrix, rightSides, degree);
            matrix = triangle.View(0, triangle.Rows, 0, columns);
            rightSides = triangle.View(0, triangle.Rows, columns, count);
        }

        PivotedQR factors = PivotedQR.Of(matrix);
        Matrix turned = rightSides.Copy();
        factors.MultiplyTransposedQ(turned, degree);
        rank = factors.Rank;
        Matrix permuted = Solve(factors.R.View(0, rank, 0, columns), turned.RowRange(0, rank), degree);
        var solution = new Matrix(columns, count);
        for (int i = 0; i < columns; i++)
        {
            permuted.Row(i).CopyTo(solution.Row(factors.Columns[i]));
        }

        return solution;
    }

    /// <summary>Computes the triangle R of the QR factorisation of <c>[A B]</c>, block by block of rows.</summary>
    /// <param name="matrix">The matrix A.</param>
    /// <param name="rightSides">The matrix B, with as many rows.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>A new upper triangular matrix.</returns>
    internal static Matrix Triangle(Matrix matrix, Matrix rightSides, int degree) => ParallelLoop.Reduce(
        matrix.Rows,
        Math.Max(Block, 4 * (matrix.Columns + rightSides.Columns)),
        degree,
        (first, rows) => QR.Of(Join(matrix.RowRange(first, rows), rightSides.RowRange(first, rows))).R,
        (upper, lower) => QR.Of(Stack(upper, lower)).R);

    private static Matrix Solve(Matrix upper, Matrix rightSides, int degree)
    {
        int rank = upper.Rows;
        if (rank == upper.Columns)
        {
            Matrix direct = rightSides.Copy();
            TriangularSolve.InPlace(upper, upper: true, transpose: false, direct, degree);
            return direct;
        }

        QR rows = QR.Of(upper.Transpose(), degree);
        var smallest = new Matrix(upper.Columns, rightSides.Columns);
        Matrix first = smallest.RowRange(0, rank);
        for (int i = 0; i < rank; i++)
        {
            rightSides.Row(i).CopyTo(first.Row(i));
        }

        TriangularSolve.InPlace(rows.R, upper: true, transpose: true, first, degree);
        rows.MultiplyQ(smallest, degree);
        return smallest;
    }

    private static Matrix Join(Matrix left, Matrix right)
    {
        var joined = new Matrix(left.Rows, left.Columns + right.Columns);
        for (int i = 0; i < joined.Rows; i++)
        {
            left.Row(i).CopyTo(joined.Row(i));
            right.Row(i).CopyTo(joined.Row(i)[left.Columns..]);
        }

        return joined;
    }

    private static Matrix Stack(Matrix upper, Matrix lower)
    {
        var stacked = new Matrix(upper.Rows + lower.Rows, upper.Columns);
        upper.AsSpan().CopyTo(stacked.AsSpan());
        lower.AsSpan().CopyTo(stacked.AsSpan()[upper.AsSpan().Length..]);
        return stacked;
    }
}
