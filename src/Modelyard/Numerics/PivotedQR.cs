using Modelyard.Numerics.Factorization;

namespace Modelyard.Numerics;

/// <summary>Represents the factorisation <c>A P = QR</c> whose columns are taken in the order of what they add, which shows the rank.</summary>
/// <remarks>Source: Businger and Golub (1965), Linear Least Squares Solutions by Householder Transformations.</remarks>
public sealed class PivotedQR
{
    private const double Precision = 2.220446049250313e-16;
    private readonly Reflectors _reflectors;

    private PivotedQR(Reflectors reflectors, Matrix upper, int[] columns, int rank)
    {
        _reflectors = reflectors;
        R = upper;
        Columns = columns;
        Rank = rank;
    }

    /// <summary>Gets the factor R, min(rows, columns) x columns, with zeros below its diagonal and a diagonal that falls in size.</summary>
    public Matrix R { get; }

    /// <summary>Gets the column of A that stands at each place of <c>A P</c>.</summary>
    public int[] Columns { get; }

    /// <summary>Gets the number of columns that are independent of one another to within the tolerance.</summary>
    public int Rank { get; }

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">The matrix, rows x columns.</param>
    /// <param name="tolerance">The size of a diagonal element, relative to the first, below which it counts as zero; by default the longer side times the rounding unit.</param>
    /// <returns>The factorisation.</returns>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    public static PivotedQR Of(Matrix matrix, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Matrix lines = matrix.Transpose();
        double scale = FiniteRange.Scale(lines, nameof(matrix));
        int rows = matrix.Rows, columns = matrix.Columns, count = Math.Min(rows, columns);
        var reflectors = new Reflectors(count, rows);
        int[] order = [.. Enumerable.Range(0, columns)];
        double[] norms = new double[columns], references = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            norms[j] = references[j] = VectorKernels.Norm(lines.Row(j));
        }

        for (int i = 0; i < count; i++)
        {
            ParallelLoop.Check();
            Swap(lines, order, norms, references, i, i + VectorKernels.ArgMax(norms.AsSpan(i)));
            Span<double> vector = reflectors.Vectors.Row(i)[i..];
            lines.Row(i)[i..].CopyTo(vector);
            double image = Reflectors.Reflect(vector, out double factor);
            reflectors.SetFactor(i, factor);
            lines.Row(i)[i..].Clear();
            lines[i, i] = image;
            for (int j = i + 1; j < columns; j++)
            {
                Span<double> line = lines.Row(j)[i..];
                VectorKernels.Axpy(-factor * VectorKernels.Dot(vector, line), vector, line);
                norms[j] = Remaining(norms[j], references, j, line);
            }
        }

        reflectors.CloseAll();
        Matrix upper = lines.View(0, columns, 0, count).Transpose();
        double least = count == 0 ? 0 : Math.Abs(upper[0, 0]) * (tolerance ?? (Math.Max(rows, columns) * Precision));
        int rank = 0;
        while (rank < count && Math.Abs(upper[rank, rank]) > least)
        {
            rank++;
        }

        VectorKernels.Scale(scale, upper.AsSpan());
        return new PivotedQR(reflectors, upper, order, rank);
    }

    /// <summary>Creates the factor Q.</summary>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <returns>A new matrix, rows x min(rows, columns).</returns>
    public Matrix Q(int degree = 1) => _reflectors.Columns(_reflectors.Count, degree);

    /// <summary>Replaces a matrix C by <c>Qᵀ C</c>, with the square Q.</summary>
    /// <param name="matrix">The matrix, with as many rows as A.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The number of rows differs from A's.</exception>
    public void MultiplyTransposedQ(Matrix matrix, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != _reflectors.Vectors.Columns)
        {
            throw new ArgumentException($"The matrix has '{matrix.Rows}' rows and must have '{_reflectors.Vectors.Columns}'.", nameof(matrix));
        }

        _reflectors.Apply(matrix, transpose: true, degree);
    }

    private static void Swap(Matrix lines, int[] order, double[] norms, double[] references, int i, int j)
    {
        if (i == j)
        {
            return;
        }

        (order[i], order[j]) = (order[j], order[i]);
        (norms[i], norms[j]) = (norms[j], norms[i]);
        (references[i], references[j]) = (references[j], references[i]);
        Span<double> first = lines.Row(i), second = lines.Row(j);
        for (int k = 0; k < first.Length; k++)
        {
            (first[k], second[k]) = (second[k], first[k]);
        }
    }

    /// <summary>Takes the part that was eliminated from a norm, or computes it anew where that would cancel (LAPACK working note 176).</summary>
    private static double Remaining(double norm, double[] references, int j, ReadOnlySpan<double> line)
    {
        if (norm == 0)
        {
            return 0;
        }

        double ratio = line[0] / norm;
        double left = Math.Max(0, 1 - (ratio * ratio));
        double relative = norm / references[j];
        if (left * relative * relative > 1e-8)
        {
            return norm * Math.Sqrt(left);
        }

        references[j] = VectorKernels.Norm(line[1..]);
        return references[j];
    }
}
