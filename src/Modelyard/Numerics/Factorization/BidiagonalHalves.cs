namespace Modelyard.Numerics.Factorization;

/// <summary>Finds the singular values and vectors of upper bidiagonal matrices by halves.</summary>
/// <remarks>
/// A row in the middle parts a matrix of n rows and n or n + 1 columns into two such matrices, both with one column more than rows where the row
/// follows. In the singular vectors of the halves the whole is a diagonal matrix and one full row, whose singular vectors turn those of the halves;
/// so almost all of the work is matrix products.
/// Source: Gu and Eisenstat (1995), A Divide-and-Conquer Algorithm for the Bidiagonal SVD, SIAM Journal on Matrix Analysis 16(1).
/// </remarks>
internal sealed class BidiagonalHalves
{
    private const int Smallest = 32;
    private const double Precision = 2.220446049250313e-16;

    // The squares of what is greater, and the products of two such squares, are still numbers of full precision.
    private const double LeastTolerance = 1e-60;
    private readonly double[] _values;
    private readonly double[] _beside;
    private readonly Matrix _left;
    private readonly Matrix _right;
    private readonly Matrix _gaps;
    private readonly Matrix _turns;
    private readonly (Matrix Selected, Matrix Merged) _scratch;
    private readonly int _degree;

    private BidiagonalHalves(double[] diagonal, double[] beside, int degree)
    {
        int size = diagonal.Length, scratch = size > Smallest ? size : 0;
        _values = diagonal;
        _beside = beside;
        _left = new Matrix(size, size);
        _right = new Matrix(size, size);
        _gaps = new Matrix(scratch, scratch);
        _turns = new Matrix(scratch, scratch);
        _scratch = (new Matrix(scratch, scratch), new Matrix(scratch, scratch));
        _degree = degree;
    }

    /// <summary>Solves a matrix.</summary>
    /// <param name="diagonal">The diagonal, which becomes the singular values, none of them negative; in ascending order where there are many.</param>
    /// <param name="beside">The elements right of the diagonal, one fewer, which are destroyed.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The left and the right singular vectors, one a row.</returns>
    public static (Matrix Left, Matrix Right) Solve(double[] diagonal, double[] beside, int degree)
    {
        // What may be taken as zero is measured against vectors of length 1: values must be near 1 too.
        double scale = Scale(diagonal, beside);
        if (scale == 0)
        {
            return (Matrix.Identity(diagonal.Length), Matrix.Identity(diagonal.Length));
        }

        var halves = new BidiagonalHalves(diagonal, beside, degree);
        halves.Solve(0, diagonal.Length, 0);
        VectorKernels.Scale(scale, diagonal);
        return (halves._left, halves._right);
    }

    /// <summary>Divides the elements by a power of two, which changes no digit and brings the greatest near 1, and returns it; zero if all are zero.</summary>
    private static double Scale(Span<double> diagonal, Span<double> beside)
    {
        double largest = 0;
        foreach (double element in diagonal)
        {
            largest = Math.Max(largest, Math.Abs(element));
        }

        foreach (double element in beside)
        {
            largest = Math.Max(largest, Math.Abs(element));
        }

        if (largest == 0)
        {
            return 0;
        }

        double scale = Math.ScaleB(1, Math.Max(-1000, Math.ILogB(largest)));
        VectorKernels.Scale(1 / scale, diagonal);
        VectorKernels.Scale(1 / scale, beside);
        return scale;
    }

    /// <summary>Solves the rows from a first one on; they have as many columns, and those extra.</summary>
    /// <remarks>The right vector in the row after the last is then the one whose image is zero.</remarks>
    private void Solve(int first, int size, int extra)
    {
        if (size <= Smallest)
        {
            SolveSmall(first, size, extra);
            return;
        }

        int half = size / 2, middle = first + half;
        Solve(first, half, 1);
        Solve(middle + 1, size - half - 1, extra);
        Join(first, half, size, extra);
    }

    /// <summary>Solves few rows by QR steps. With an extra column, a row of zeros makes the matrix square; its value stays zero and in its place.</summary>
    private void SolveSmall(int first, int size, int extra)
    {
        int columns = size + extra;
        double[] values = new double[columns];
        _values.AsSpan(first, size).CopyTo(values);
        Span<double> beside = _beside.AsSpan(first, Math.Max(0, columns - 1));
        double scale = Scale(values, beside);
        Rotations left = new(columns, 1), right = new(columns, 1);
        Bidiagonal.Diagonalize(values, beside, left, right);
        int[] order = [.. Enumerable.Range(0, columns)];
        Matrix u = left.TransposedProduct(order), v = right.TransposedProduct(order);
        for (int i = 0; i < columns; i++)
        {
            v.CopyColumnTo(i, _right.Row(first + i).Slice(first, columns));
        }

        Span<double> line = stackalloc double[Smallest + 1];
        for (int i = 0; i < size; i++)
        {
            u.CopyColumnTo(i, line[..columns]);
            line[..size].CopyTo(_left.Row(first + i).Slice(first, size));
            _values[first + i] = scale * Math.Abs(values[i]);
            if (values[i] < 0)
            {
                VectorKernels.Scale(-1, _right.Row(first + i).Slice(first, columns));
            }
        }
    }

    private void Join(int first, int half, int size, int extra)
    {
        Matrix left = _left.View(first, size, first, size), right = _right.View(first, size + extra, first, size + extra);
        Span<double> values = _values.AsSpan(first, size);
        double diagonal = values[half], beside = _beside[first + half];
        values[half] = 0;
        left[half, half] = 1;
        double greatest = Math.Max(Math.Abs(diagonal), Math.Abs(beside));
        double[] ends = new double[size];
        for (int i = 0; i < size; i++)
        {
            ends[i] = i <= half ? diagonal * right[i, half] : beside * right[i, half + 1];
            greatest = Math.Max(greatest, values[i]);
        }

        if (extra > 0)
        {
            // Of the vectors whose image was zero in each half, one combination keeps it, the other has all of the row.
            var turn = new PlaneRotation(ends[half], beside * right[size, half + 1]);
            HalvesJoin.Turn(right.Row(half), right.Row(size), turn.Cosine, turn.Sine);
            ends[half] = turn.Length;
        }

        double tolerance = Math.Max(8 * Precision * greatest, LeastTolerance);
        ends[half] = Math.Abs(ends[half]) > tolerance ? ends[half] : tolerance;
        var join = new HalvesJoin(values, ends, half, half, 1, tolerance, left, right);
        double[] poles = new double[join.Open.Count], openEnds = new double[poles.Length];
        for (int j = 0; j < poles.Length; j++)
        {
            poles[j] = values[join.Open[j]];
            openEnds[j] = ends[join.Open[j]];
        }

        if (poles.Length > 1)
        {
            poles[1] = Math.Max(poles[1], tolerance / 2);
        }

        var roots = new SecularRoots(poles, openEnds, 1, squared: true, _gaps, _degree);
        join.Finish(values, roots.Values);
        Matrix turns = _turns.View(0, poles.Length, 0, poles.Length);
        roots.Vectors(null, join.Places, turns, _degree);
        join.Replace(right, half + 1, turns, _scratch, _degree);
        roots.Vectors(poles, join.Places, turns, _degree);
        join.Replace(left, half + 1, turns, _scratch, _degree);
    }
}
