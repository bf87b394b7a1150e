using Modelyard.Numerics.Factorization;

namespace Modelyard.Numerics;

/// <summary>Represents the factorisation <c>A = X diag(λ) Xᵀ</c> of a symmetric matrix into eigenvalues and eigenvectors.</summary>
/// <remarks>
/// Reflections reduce the matrix to tridiagonal form in blocks; that is solved by halves, or, where only the values are wanted, by implicit QR
/// steps. Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, sections 8.3 to 8.5 and 5.2.3.
/// </remarks>
public sealed class SymmetricEigen
{
    private readonly Matrix? _vectors;

    private SymmetricEigen(double[] values, Matrix? vectors)
    {
        Values = values;
        _vectors = vectors;
    }

    /// <summary>Gets the eigenvalues in ascending order.</summary>
    public double[] Values { get; }

    /// <summary>Gets the eigenvectors, one a column, orthonormal; the one of greatest size in each is positive.</summary>
    /// <exception cref="InvalidOperationException">Only the values were asked for.</exception>
    public Matrix Vectors => _vectors ?? throw new InvalidOperationException("Only the eigenvalues were asked for; ask for the vectors too.");

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">A symmetric matrix; only its upper triangle is read.</param>
    /// <param name="vectors">Whether the eigenvectors are wanted; without them the work is less than half.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The factorisation.</returns>
    /// <exception cref="ArgumentException">The matrix is not square, or an element is not finite.</exception>
    public static SymmetricEigen Of(Matrix matrix, bool vectors = true, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"The matrix is '{matrix.Rows} x {matrix.Columns}' and must be square.", nameof(matrix));
        }

        int size = matrix.Rows;
        Matrix work = matrix.Copy();
        double scale = FiniteRange.Scale(work, nameof(matrix));
        double[] values = new double[size];
        double[] beside = new double[Math.Max(0, size - 1)];
        Reflectors reflectors = Tridiagonal.Reduce(work, values, beside, degree);
        if (!vectors)
        {
            Tridiagonal.Diagonalize(values, beside, null);
            Array.Sort(values);
            VectorKernels.Scale(scale, values);
            return new SymmetricEigen(values, null);
        }

        Matrix columns = TridiagonalHalves.Solve(values, beside, degree);
        VectorKernels.Scale(scale, values);
        reflectors.Apply(columns, transpose: false, degree);
        Signs.MakeLargestPositive(columns);
        return new SymmetricEigen(values, columns);
    }
}
