namespace Modelyard.Numerics.Factorization;

/// <summary>Finds the eigenvalues and eigenvectors of symmetric tridiagonal matrices by halves.</summary>
/// <remarks>
/// The halves of a matrix, less the element that joins them, are solved alone; the eigenvectors of the whole are those of the halves times those of
/// a diagonal matrix plus one of rank one, so almost all of the work is matrix products. Where an eigenvector of a half is one of the whole to within
/// rounding it is kept as it is. Sources: Cuppen (1981), Numerische Mathematik 36; Gu and Eisenstat (1994), SIAM Journal on Matrix Analysis 15(4).
/// </remarks>
internal sealed class TridiagonalHalves
{
    private const int Smallest = 32;
    private const double Precision = 2.220446049250313e-16;
    private readonly double[] _values;
    private readonly double[] _beside;
    private readonly Matrix _lines;
    private readonly Matrix _gaps;
    private readonly Matrix _turns;
    private readonly (Matrix Selected, Matrix Merged) _scratch;
    private readonly int _degree;

    private TridiagonalHalves(double[] diagonal, double[] beside, int degree)
    {
        int size = diagonal.Length, scratch = size > Smallest ? size : 0;
        _values = diagonal;
        _beside = beside;
        _lines = new Matrix(size, size);
        _gaps = new Matrix(scratch, scratch);
        _turns = new Matrix(scratch, scratch);
        _scratch = (new Matrix(scratch, scratch), new Matrix(scratch, scratch));
        _degree = degree;
    }

    /// <summary>Solves a matrix.</summary>
    /// <param name="diagonal">The diagonal, which becomes the eigenvalues in ascending order.</param>
    /// <param name="beside">The elements beside the diagonal, which are destroyed.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The eigenvectors, one a column.</returns>
    public static Matrix Solve(double[] diagonal, double[] beside, int degree)
    {
        // What may be taken as zero is measured against eigenvectors of length 1: values must be near 1 too. A power of two changes no digit.
        double largest = diagonal.Concat(beside).Select(Math.Abs).DefaultIfEmpty().Max();
        double scale = largest > 0 ? Math.ScaleB(1, Math.ILogB(largest)) : 1;
        VectorKernels.Scale(1 / scale, diagonal);
        VectorKernels.Scale(1 / scale, beside);
        var halves = new TridiagonalHalves(diagonal, beside, degree);
        halves.Solve(0, diagonal.Length);
        VectorKernels.Scale(scale, diagonal);
        return halves._lines.Transpose();
    }

    private void Solve(int first, int size)
    {
        if (size <= Smallest)
        {
            SolveSmall(first, size);
            return;
        }

        int half = size / 2, middle = first + half;
        double join = _beside[middle - 1];
        _values[middle - 1] -= Math.Abs(join);
        _values[middle] -= Math.Abs(join);
        Solve(first, half);
        Solve(middle, size - half);
        Join(first, half, size, join);
    }

    private void SolveSmall(int first, int size)
    {
        Span<double> values = _values.AsSpan(first, size);
        var rotations = new Rotations(size, 1);
        Tridiagonal.Diagonalize(values, _beside.AsSpan(first, Math.Max(0, size - 1)), rotations);
        int[] order = [.. Enumerable.Range(0, size)];
        values.Sort(order.AsSpan());
        Matrix columns = rotations.TransposedProduct(order);
        for (int i = 0; i < size; i++)
        {
            columns.CopyColumnTo(i, _lines.Row(first + i).Slice(first, size));
        }
    }

    private void Join(int first, int half, int size, double join)
    {
        Matrix lines = _lines.View(first, size, first, size);
        Span<double> values = _values.AsSpan(first, size);
        double[] ends = new double[size];
        double sign = join < 0 ? -1 : 1, root = Math.Sqrt(0.5);
        for (int i = 0; i < size; i++)
        {
            ends[i] = root * (i < half ? lines[i, half - 1] : sign * lines[i, half]);
        }

        double factor = 2 * Math.Abs(join), greatest = 0;
        for (int i = 0; i < size; i++)
        {
            greatest = Math.Max(greatest, Math.Max(Math.Abs(values[i]), Math.Abs(ends[i])));
        }

        var joined = new HalvesJoin(values, ends, half, -1, factor, 8 * Precision * greatest, lines);
        double[] poles = new double[joined.Open.Count], openEnds = new double[poles.Length];
        for (int j = 0; j < poles.Length; j++)
        {
            poles[j] = values[joined.Open[j]];
            openEnds[j] = ends[joined.Open[j]];
        }

        var roots = new SecularRoots(poles, openEnds, factor, squared: false, _gaps, _degree);
        joined.Finish(values, roots.Values);
        Matrix turns = _turns.View(0, poles.Length, 0, poles.Length);
        roots.Vectors(null, joined.Places, turns, _degree);
        joined.Replace(lines, half, turns, _scratch, _degree);
    }
}
