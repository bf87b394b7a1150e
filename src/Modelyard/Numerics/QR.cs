using Modelyard.Numerics.Factorization;

namespace Modelyard.Numerics;

/// <summary>Represents the factorisation <c>A = QR</c> with orthonormal columns in Q and an upper triangular R.</summary>
/// <remarks>Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 5.2.3 (block Householder).</remarks>
public sealed class QR
{
    private readonly Reflectors _reflectors;

    private QR(Reflectors reflectors, Matrix upper)
    {
        _reflectors = reflectors;
        R = upper;
    }

    /// <summary>Gets the factor R, min(rows, columns) x columns, with zeros below its diagonal.</summary>
    public Matrix R { get; }

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">The matrix, rows x columns.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The factorisation.</returns>
    public static QR Of(Matrix matrix, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Matrix work = matrix.Copy();
        int count = Math.Min(work.Rows, work.Columns);
        var reflectors = new Reflectors(count, work.Rows);
        for (int first = 0; first < count; first += Reflectors.Width)
        {
            int width = Math.Min(Reflectors.Width, count - first);
            FactorPanel(work, reflectors, first, width);
            reflectors.Close(first);
            reflectors.ApplyBlock(first, work, first + width, transpose: true, degree);
        }

        return new QR(reflectors, work.RowRange(0, count).Copy());
    }

    /// <summary>Creates the factor Q.</summary>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>A new matrix, rows x min(rows, columns).</returns>
    public Matrix Q(int degree = 1) => _reflectors.Columns(_reflectors.Count, degree);

    /// <summary>Replaces a matrix C by <c>Qᵀ C</c>, with the square Q; its first rows are those of the thin Q.</summary>
    /// <param name="matrix">The matrix, with as many rows as A.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The number of rows differs from A's.</exception>
    public void MultiplyTransposedQ(Matrix matrix, int degree = 1) => Multiply(matrix, transpose: true, degree);

    /// <summary>Replaces a matrix C by <c>Q C</c>, with the square Q.</summary>
    /// <param name="matrix">The matrix, with as many rows as A.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The number of rows differs from A's.</exception>
    public void MultiplyQ(Matrix matrix, int degree = 1) => Multiply(matrix, transpose: false, degree);

    private void Multiply(Matrix matrix, bool transpose, int degree)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != _reflectors.Vectors.Columns)
        {
            throw new ArgumentException($"The matrix has '{matrix.Rows}' rows and must have '{_reflectors.Vectors.Columns}'.", nameof(matrix));
        }

        _reflectors.Apply(matrix, transpose, degree);
    }

    private static void FactorPanel(Matrix work, Reflectors reflectors, int first, int width)
    {
        Matrix lines = reflectors.Vectors.View(first, width, 0, work.Rows);
        for (int i = 0; i < width; i++)
        {
            work.CopyColumnTo(first + i, lines.Row(i));
        }

        for (int i = 0; i < width; i++)
        {
            int row = first + i;
            Span<double> line = lines.Row(i);
            for (int above = 0; above < row; above++)
            {
                work[above, row] = line[above];
            }

            line[..row].Clear();
            Span<double> vector = line[row..];
            work[row, row] = Reflectors.Reflect(vector, out double factor);
            reflectors.SetFactor(row, factor);
            for (int below = row + 1; below < work.Rows; below++)
            {
                work[below, row] = 0;
            }

            for (int j = i + 1; j < width; j++)
            {
                Span<double> other = lines.Row(j)[row..];
                VectorKernels.Axpy(-factor * VectorKernels.Dot(vector, other), vector, other);
            }
        }
    }
}
