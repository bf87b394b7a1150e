using Modelyard.Numerics.Factorization;

namespace Modelyard.Numerics;

/// <summary>Represents the thin singular value decomposition <c>A = U diag(s) Vᵀ</c>.</summary>
/// <remarks>
/// A tall matrix is first reduced by QR, a wide one is transposed; the square that remains becomes bidiagonal by blocks of reflections and
/// diagonal by halves, or, where only the values are wanted, by implicit QR steps.
/// Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 8.6.
/// </remarks>
public sealed class Svd
{
    private const string OnlyValues = "Only the singular values were asked for; ask for the vectors too.";
    private const double Precision = 2.220446049250313e-16;
    private readonly Matrix? _u;
    private readonly Matrix? _vTransposed;
    private readonly int _longest;

    private Svd(double[] values, Matrix? u, Matrix? vTransposed, int longest)
    {
        SingularValues = values;
        _u = u;
        _vTransposed = vTransposed;
        _longest = longest;
    }

    /// <summary>Gets the min(rows, columns) singular values in descending order.</summary>
    public double[] SingularValues { get; }

    /// <summary>Gets the left singular vectors, rows x min(rows, columns), one a column, orthonormal.</summary>
    /// <remarks>The element of greatest size in each is positive.</remarks>
    /// <exception cref="InvalidOperationException">Only the values were asked for.</exception>
    public Matrix U => _u ?? throw new InvalidOperationException(OnlyValues);

    /// <summary>Gets the right singular vectors, min(rows, columns) x columns, one a row, orthonormal.</summary>
    /// <exception cref="InvalidOperationException">Only the values were asked for.</exception>
    public Matrix VTransposed => _vTransposed ?? throw new InvalidOperationException(OnlyValues);

    /// <summary>Gets the number of singular values greater than the rounding errors of the greatest.</summary>
    public int Rank
    {
        get
        {
            double least = SingularValues.Length == 0 ? 0 : SingularValues[0] * _longest * Precision;
            return SingularValues.Count(value => value > least);
        }
    }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">The matrix, rows x columns.</param>
    /// <param name="vectors">Whether the singular vectors are wanted; without them the work is less than half.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The decomposition.</returns>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    public static Svd Of(Matrix matrix, bool vectors = true, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        bool wide = matrix.Columns > matrix.Rows;
        Matrix work = wide ? matrix.Transpose() : matrix.Copy();
        int longest = work.Rows, size = work.Columns;
        double scale = FiniteRange.Scale(work, nameof(matrix));
        QR? tall = work.Rows > size ? QR.InPlace(work, degree) : null;
        work = tall?.R ?? work;

        double[] values = new double[size], beside = new double[Math.Max(0, size - 1)];
        (Reflectors left, Reflectors right) = Bidiagonal.Reduce(work, values, beside, degree);
        if (!vectors)
        {
            Bidiagonal.Diagonalize(values, beside, null, null);
            Order(values, scale);
            return new Svd(values, null, null, longest);
        }

        (Matrix leftLines, Matrix rightLines) = BidiagonalHalves.Solve(values, beside, degree);
        int[] order = Order(values, scale);
        Matrix v = rightLines.SelectRows(order).Transpose();
        right.Apply(v, transpose: false, degree);
        var u = new Matrix(longest, size);
        Matrix square = leftLines.SelectRows(order).Transpose();
        left.Apply(square, transpose: false, degree);
        for (int i = 0; i < size; i++)
        {
            square.Row(i).CopyTo(u.Row(i));
        }

        tall?.MultiplyQ(u, degree);
        (Matrix first, Matrix second) = wide ? (v, u) : (u, v);
        double[] signs = Signs.MakeLargestPositive(first);
        for (int i = 0; i < second.Rows; i++)
        {
            VectorKernels.Multiply(signs, second.Row(i));
        }

        return new Svd(values, first, second.Transpose(), longest);
    }

    /// <summary>Makes the values positive and sorts them.</summary>
    /// <returns>The places that they had.</returns>
    private static int[] Order(double[] values, double scale)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i]) * scale;
        }

        Array.Sort(values, order);
        Array.Reverse(values);
        Array.Reverse(order);
        return order;
    }
}
