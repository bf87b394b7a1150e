using System.Diagnostics.CodeAnalysis;
using Modelyard.Numerics.Products;

namespace Modelyard.Numerics;

/// <summary>Represents the factorisation <c>A = RᵀR</c> of a symmetric positive definite matrix, with R upper triangular.</summary>
/// <remarks>Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 4.2; recursive, so that almost all work is matrix products.</remarks>
public sealed unsafe class Cholesky
{
    private const int Smallest = 32;

    private Cholesky(Matrix upper) => Upper = upper;

    /// <summary>Gets the factor R, with zeros below its diagonal.</summary>
    public Matrix Upper { get; }

    /// <summary>Gets the logarithm of the determinant of A.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Upper.Rows; i++)
            {
                sum += Math.Log(Upper[i, i]);
            }

            return 2 * sum;
        }
    }

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A symmetric matrix; only its upper triangle is read.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The factorisation.</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not greater than zero.</exception>
    public static Cholesky Of(Matrix matrix, int degree = 1)
    {
        Matrix upper = CopyUpper(matrix);
        (int index, double pivot) = Factor(upper, degree);
        return index < 0 ? new Cholesky(upper) : throw new NotPositiveDefiniteException(index, pivot);
    }

    /// <summary>Factorises a matrix if it is positive definite.</summary>
    /// <param name="matrix">A symmetric matrix; only its upper triangle is read.</param>
    /// <param name="factorisation">Receives the factorisation, or null.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>Whether the matrix is positive definite.</returns>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static bool TryOf(Matrix matrix, [NotNullWhen(true)] out Cholesky? factorisation, int degree = 1)
    {
        Matrix upper = CopyUpper(matrix);
        factorisation = Factor(upper, degree).Index < 0 ? new Cholesky(upper) : null;
        return factorisation is not null;
    }

    /// <summary>Solves <c>A X = B</c> in place.</summary>
    /// <param name="rightSides">The right-hand sides, size x count, which become the solutions.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Solve(Matrix rightSides, int degree = 1)
    {
        TriangularSolve.InPlace(Upper, upper: true, transpose: true, rightSides, degree);
        TriangularSolve.InPlace(Upper, upper: true, transpose: false, rightSides, degree);
    }

    /// <summary>Solves <c>A x = b</c> in place.</summary>
    /// <param name="rightSide">The right-hand side, which becomes the solution.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void Solve(Span<double> rightSide)
    {
        TriangularSolve.InPlace(Upper, upper: true, transpose: true, rightSide);
        TriangularSolve.InPlace(Upper, upper: true, transpose: false, rightSide);
    }

    /// <summary>Computes the inverse of A.</summary>
    /// <returns>A new symmetric matrix.</returns>
    public Matrix Inverse()
    {
        Matrix halfway = Matrix.Identity(Upper.Rows);
        TriangularSolve.InPlace(Upper, upper: true, transpose: true, halfway);
        var inverse = new Matrix(Upper.Rows, Upper.Rows);
        MatrixProduct.Gram(halfway, inverse);
        return inverse;
    }

    private static Matrix CopyUpper(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"The matrix is '{matrix.Rows} x {matrix.Columns}' and must be square.", nameof(matrix));
        }

        var upper = new Matrix(matrix.Rows, matrix.Rows);
        for (int i = 0; i < matrix.Rows; i++)
        {
            matrix.Row(i)[i..].CopyTo(upper.Row(i)[i..]);
        }

        return upper;
    }

    private static (int Index, double Pivot) Factor(Matrix upper, int degree)
    {
        fixed (double* r = upper.Storage())
        {
            return Factor(r, upper.Rows, upper.Stride, 0, degree);
        }
    }

    private static (int Index, double Pivot) Factor(double* r, int size, int stride, int first, int degree)
    {
        if (size <= Smallest)
        {
            return FactorRows(r, size, stride, first);
        }

        int half = Math.Max(Smallest, size / 2 / Smallest * Smallest), rest = size - half;
        (int Index, double Pivot) failure = Factor(r, half, stride, first, degree);
        if (failure.Index >= 0)
        {
            return failure;
        }

        double* right = r + half;
        double* below = right + ((nint)half * stride);
        TriangularSolve.Forward(Operand.Of(r, stride, transpose: true), half, right, stride, rest, degree);
        MatrixProduct.Run(
            Operand.Of(right, stride, transpose: true),
            Operand.Of(right, stride, transpose: false),
            below,
            stride,
            new ProductShape(rest, rest, half, UpperOnly: true),
            new ProductScale(-1, 1),
            degree);
        ClearBelow(below, rest, stride);
        return Factor(below, rest, stride, first + half, degree);
    }

    private static (int Index, double Pivot) FactorRows(double* r, int size, int stride, int first)
    {
        for (int i = 0; i < size; i++)
        {
            var row = new Span<double>(r + ((nint)i * stride) + i, size - i);
            for (int j = 0; j < i; j++)
            {
                double* above = r + ((nint)j * stride) + i;
                VectorKernels.Axpy(-above[0], new ReadOnlySpan<double>(above, size - i), row);
            }

            if (!(row[0] > 0) || double.IsInfinity(row[0]))
            {
                return (first + i, row[0]);
            }

            double root = Math.Sqrt(row[0]);
            row[0] = root;
            for (int j = 1; j < row.Length; j++)
            {
                row[j] /= root;
            }
        }

        return (-1, 0);
    }

    private static void ClearBelow(double* square, int size, int stride)
    {
        for (int i = 1; i < size; i++)
        {
            new Span<double>(square + ((nint)i * stride), i).Clear();
        }
    }
}
