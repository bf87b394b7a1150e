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
    private const int RootBlock = 32;
    private const double Precision = 2.220446049250313e-16;
    private readonly double[] _values;
    private readonly double[] _beside;
    private readonly Matrix _lines;
    private readonly int _degree;

    private TridiagonalHalves(double[] diagonal, double[] beside, int degree)
    {
        _values = diagonal;
        _beside = beside;
        _lines = new Matrix(diagonal.Length, diagonal.Length);
        _degree = degree;
    }

    private enum Side
    {
        First,
        Both,
        Second,
        Kept,
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

        double factor = 2 * Math.Abs(join);
        int[] order = [.. Enumerable.Range(0, size)];
        values.ToArray().AsSpan().Sort(order.AsSpan());
        var sides = new Side[size];
        List<int> open = Deflate(lines, values, ends, order, sides, half, factor);
        var merged = new Matrix(size, size);
        double[] roots = new double[size];
        int at = open.Count;
        Turn(lines, values, ends, open, sides, half, factor, merged, roots);
        for (int i = 0; i < size; i++)
        {
            if (sides[i] == Side.Kept)
            {
                roots[at] = values[i];
                lines.Row(i).CopyTo(merged.Row(at++));
            }
        }

        for (int i = 0; i < size; i++)
        {
            order[i] = i;
        }

        roots.AsSpan().Sort(order.AsSpan());
        roots.CopyTo(values);
        for (int i = 0; i < size; i++)
        {
            merged.Row(order[i]).CopyTo(lines.Row(i));
        }
    }

    /// <summary>Finds the vectors that the join does not change, and turns two of almost equal values so that it changes only one of them.</summary>
    /// <returns>The others, by ascending value.</returns>
    private static List<int> Deflate(Matrix lines, Span<double> values, double[] ends, int[] order, Side[] sides, int half, double factor)
    {
        double greatest = 0, greatestEnd = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            sides[i] = i < half ? Side.First : Side.Second;
            greatest = Math.Max(greatest, Math.Abs(values[i]));
            greatestEnd = Math.Max(greatestEnd, Math.Abs(ends[i]));
        }

        double tolerance = 8 * Precision * Math.Max(greatest, greatestEnd);
        var open = new List<int>();
        int before = -1;
        foreach (int i in order)
        {
            if (factor * Math.Abs(ends[i]) <= tolerance)
            {
                sides[i] = Side.Kept;
                continue;
            }

            if (before >= 0 && !TryTurn(lines, values, ends, sides, before, i, tolerance))
            {
                open.Add(before);
            }

            before = i;
        }

        if (before >= 0)
        {
            open.Add(before);
        }

        return open;
    }

    private static bool TryTurn(Matrix lines, Span<double> values, double[] ends, Side[] sides, int before, int i, double tolerance)
    {
        double length = Math.Sqrt((ends[before] * ends[before]) + (ends[i] * ends[i]));
        double c = ends[i] / length, s = -ends[before] / length;
        if (Math.Abs((values[i] - values[before]) * c * s) > tolerance)
        {
            return false;
        }

        (ends[i], ends[before]) = (length, 0);
        (double p, double q) = (values[before], values[i]);
        values[before] = (p * c * c) + (q * s * s);
        values[i] = (p * s * s) + (q * c * c);
        Span<double> one = lines.Row(before), other = lines.Row(i);
        for (int j = 0; j < one.Length; j++)
        {
            (one[j], other[j]) = ((c * one[j]) + (s * other[j]), (c * other[j]) - (s * one[j]));
        }

        sides[i] = sides[i] == sides[before] ? sides[i] : Side.Both;
        sides[before] = Side.Kept;
        return true;
    }

    /// <summary>Finds the values and vectors that the join changes.</summary>
    private void Turn(
        Matrix lines, ReadOnlySpan<double> values, double[] ends, List<int> open, Side[] sides, int half, double factor, Matrix merged, double[] roots)
    {
        int count = open.Count, size = lines.Rows;
        if (count == 0)
        {
            return;
        }

        double[] poles = new double[count], signs = new double[count], weights = new double[count];
        for (int j = 0; j < count; j++)
        {
            poles[j] = values[open[j]];
            signs[j] = ends[open[j]];
            weights[j] = factor * signs[j] * signs[j];
        }

        // The lines of the first half, of both and of the second follow one another, so that each half of the product leaves out the zeros.
        int[] places = new int[count];
        int[] grouped = [.. Enumerable.Range(0, count).OrderBy(j => sides[open[j]])];
        for (int i = 0; i < count; i++)
        {
            places[grouped[i]] = i;
        }

        var turns = new Matrix(count, count);
        Eigenvectors(poles, weights, signs, places, turns, roots);
        int firstCount = grouped.Count(j => sides[open[j]] != Side.Second), secondStart = grouped.Count(j => sides[open[j]] == Side.First);
        Multiply(turns.View(0, count, 0, firstCount), lines, [.. grouped[..firstCount].Select(j => open[j])], 0, half, merged);
        Multiply(turns.View(0, count, secondStart, count - secondStart), lines, [.. grouped[secondStart..].Select(j => open[j])], half, size - half, merged);
    }

    private void Multiply(Matrix turns, Matrix lines, int[] rows, int firstColumn, int columns, Matrix merged)
    {
        Matrix target = merged.View(0, turns.Rows, firstColumn, columns);
        MatrixProduct.Multiply(turns, lines.View(0, lines.Rows, firstColumn, columns).SelectRows(rows), target, degree: _degree);
    }

    /// <summary>Solves for the roots and makes, from the ends that have exactly these roots, orthogonal vectors, one a row.</summary>
    private void Eigenvectors(double[] poles, double[] weights, double[] signs, int[] places, Matrix turns, double[] roots)
    {
        int count = poles.Length;
        var gaps = new Matrix(count, count);
        ParallelLoop.Blocks(count, RootBlock, _degree, (first, number) =>
        {
            var equation = new SecularEquation(poles, weights);
            for (int i = first; i < first + number; i++)
            {
                roots[i] = equation.Solve(i, gaps.Row(i));
            }
        });

        double[] ends = new double[count];
        Array.Fill(ends, 1);
        for (int i = 0; i < count; i++)
        {
            Span<double> gap = gaps.Row(i);
            double pole = poles[i], own = ends[i] * gap[i];
            for (int j = 0; j < count; j++)
            {
                ends[j] *= gap[j] / (poles[j] - pole);
            }

            ends[i] = own;
        }

        for (int j = 0; j < count; j++)
        {
            ends[j] = Math.CopySign(Math.Sqrt(-ends[j]), signs[j]);
        }

        ParallelLoop.Blocks(count, RootBlock, _degree, (first, number) =>
        {
            for (int i = first; i < first + number; i++)
            {
                Span<double> vector = gaps.Row(i), target = turns.Row(i);
                for (int j = 0; j < vector.Length; j++)
                {
                    vector[j] = ends[j] / vector[j];
                }

                double scale = 1 / VectorKernels.Norm(vector);
                for (int j = 0; j < vector.Length; j++)
                {
                    target[places[j]] = scale * vector[j];
                }
            }
        });
    }
}
