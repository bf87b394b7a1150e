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
        return InPlace(matrix.Copy(), degree);
    }

    /// <summary>Factorises a matrix whose elements it takes over.</summary>
    /// <param name="work">The matrix, which becomes the factor R where it has no more rows than columns and is destroyed otherwise.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>The factorisation.</returns>
    internal static QR InPlace(Matrix work, int degree)
    {
        int count = Math.Min(work.Rows, work.Columns);
        var reflectors = new Reflectors(count, work.Rows);
        for (int first = 0; first < count; first += Reflectors.Width)
        {
            int width = Math.Min(Reflectors.Width, count - first);
            Matrix panel = work.View(first, work.Rows - first, first, width).Transpose();
            for (int i = 0; i < width; i++)
            {
                panel.Row(i).CopyTo(reflectors.Vectors.Row(first + i)[first..]);
            }

            FactorPanel(work, reflectors, first, width);
            reflectors.ApplyBlock(first, work, first + width, transpose: true, degree);
        }

        Matrix upper = work.Rows == count ? work : work.RowRange(0, count).Copy();
        for (int i = 0; i < count; i++)
        {
            upper.Row(i)[..i].Clear();
        }

        return new QR(reflectors, upper);
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

    /// <summary>Makes the reflections of some columns, which stand as rows in the place of the vectors: half of them, then the other half less what the first took.</summary>
    private static void FactorPanel(Matrix work, Reflectors reflectors, int first, int count)
    {
        if (count <= Reflectors.Smallest)
        {
            FactorColumns(work, reflectors, first, count);
            reflectors.Close(first, count);
            return;
        }

        int half = Reflectors.Half(count), rest = count - half;
        FactorPanel(work, reflectors, first, half);
        reflectors.ApplyToLines(first, half, reflectors.Vectors.RowRange(first + half, rest));
        FactorPanel(work, reflectors, first + half, rest);
        reflectors.Join(first, half, count);
    }

    private static void FactorColumns(Matrix work, Reflectors reflectors, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            ParallelLoop.Check();
            Span<double> line = reflectors.Vectors.Row(i);
            for (int above = first / Reflectors.Width * Reflectors.Width; above < i; above++)
            {
                work[above, i] = line[above];
            }

            line[..i].Clear();
            Span<double> vector = line[i..];
            work[i, i] = Reflectors.Reflect(vector, out double factor);
            reflectors.SetFactor(i, factor);
            for (int j = i + 1; j < first + count; j++)
            {
                Span<double> other = reflectors.Vectors.Row(j)[i..];
                VectorKernels.Axpy(-factor * VectorKernels.Dot(vector, other), vector, other);
            }
        }
    }
}
