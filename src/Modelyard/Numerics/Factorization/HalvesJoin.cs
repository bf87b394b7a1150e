namespace Modelyard.Numerics.Factorization;

/// <summary>Represents the lines of two solved halves that are joined by a vector: which of them the join changes, and which it leaves alone.</summary>
/// <remarks>
/// Joined, a diagonal of values gains a matrix of rank one (eigenvalues) or a row (singular values), whose elements are the ends of the lines. A line
/// whose end is as good as zero stays as it is; of two with almost equal values one is given the ends of both, so that the other stays.
/// Sources: Cuppen (1981), Numerische Mathematik 36; Gu and Eisenstat (1995), SIAM Journal on Matrix Analysis 16(1).
/// </remarks>
internal sealed class HalvesJoin
{
    private readonly Side[] _sides;
    private readonly List<int> _open = [];
    private readonly int[] _grouped;
    private readonly int[] _order;

    /// <summary>Initializes the join: finds what stays, and turns the lines that are almost equal.</summary>
    /// <param name="values">The values of the lines, of which turned ones change.</param>
    /// <param name="ends">The ends, of which turned ones change.</param>
    /// <param name="half">The number of lines of the first half.</param>
    /// <param name="own">The line that is neither's and always changes, or -1.</param>
    /// <param name="weight">The factor that makes an end comparable with the tolerance.</param>
    /// <param name="tolerance">What counts as zero.</param>
    /// <param name="lines">The vectors, one a row, and those of the other side where there are two sides.</param>
    public HalvesJoin(Span<double> values, double[] ends, int half, int own, double weight, double tolerance, params ReadOnlySpan<Matrix> lines)
    {
        int size = values.Length;
        _sides = new Side[size];
        _sides.AsSpan(half).Fill(Side.Second);
        _order = [.. Enumerable.Range(0, size)];
        values.ToArray().AsSpan().Sort(_order.AsSpan());
        if (own >= 0)
        {
            _sides[own] = Side.Both;
            _open.Add(own);
        }

        int before = -1;
        foreach (int i in _order)
        {
            if (i == own)
            {
                continue;
            }

            if (weight * Math.Abs(ends[i]) <= tolerance)
            {
                _sides[i] = Side.Kept;
                continue;
            }

            if (before >= 0 && !TryTurn(values, ends, before, i, tolerance, lines))
            {
                _open.Add(before);
            }

            before = i;
        }

        if (before >= 0)
        {
            _open.Add(before);
        }

        // The lines of the first half, of both and of the second follow one another, so that each half of the product leaves out the zeros.
        _grouped = [.. Enumerable.Range(0, _open.Count).OrderBy(j => _sides[_open[j]])];
        Places = new int[_open.Count];
        for (int i = 0; i < _grouped.Length; i++)
        {
            Places[_grouped[i]] = i;
        }
    }

    private enum Side
    {
        First,
        Both,
        Second,
        Kept,
    }

    /// <summary>Gets the lines that change, by ascending value.</summary>
    public IReadOnlyList<int> Open => _open;

    /// <summary>Gets the column that each of them has in the matrix of <see cref="Replace"/>.</summary>
    public int[] Places { get; }

    /// <summary>Replaces the values by those of the whole, ascending.</summary>
    /// <param name="values">The values.</param>
    /// <param name="roots">The values of the lines that change.</param>
    public void Finish(Span<double> values, ReadOnlySpan<double> roots)
    {
        double[] all = [.. roots, .. Kept(values)];
        for (int i = 0; i < all.Length; i++)
        {
            _order[i] = i;
        }

        all.AsSpan().Sort(_order.AsSpan());
        all.CopyTo(values);
    }

    /// <summary>Replaces the lines that change by combinations of themselves and brings all into the order of the values.</summary>
    /// <param name="lines">The vectors, one a row; those of the first half have zeros from a column on, those of the second before it.</param>
    /// <param name="column">That column.</param>
    /// <param name="turns">The combinations, one a row.</param>
    /// <param name="scratch">Two matrices at least as large as the lines.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public void Replace(Matrix lines, int column, Matrix turns, (Matrix Selected, Matrix Merged) scratch, int degree)
    {
        int count = _open.Count, size = _order.Length;
        Matrix merged = scratch.Merged.View(0, size, 0, lines.Columns);
        if (count > 0)
        {
            int firstCount = _grouped.Count(j => _sides[_open[j]] != Side.Second), secondStart = _grouped.Count(j => _sides[_open[j]] == Side.First);
            Multiply(0, firstCount, 0, column);
            Multiply(secondStart, count - secondStart, column, lines.Columns - column);
        }

        int at = count;
        for (int i = 0; i < size; i++)
        {
            if (_sides[i] == Side.Kept)
            {
                lines.Row(i).CopyTo(merged.Row(at++));
            }
        }

        for (int i = 0; i < size; i++)
        {
            merged.Row(_order[i]).CopyTo(lines.Row(i));
        }

        void Multiply(int first, int number, int firstColumn, int columns)
        {
            Matrix selected = scratch.Selected.View(0, number, 0, columns);
            for (int i = 0; i < number; i++)
            {
                lines.Row(_open[_grouped[first + i]]).Slice(firstColumn, columns).CopyTo(selected.Row(i));
            }

            MatrixProduct.Multiply(turns.View(0, count, first, number), selected, merged.View(0, count, firstColumn, columns), degree: degree);
        }
    }

    /// <summary>Turns two lines in their plane: (r, t) become <c>(c r + s t, c t - s r)</c>.</summary>
    public static void Turn(Span<double> one, Span<double> other, double c, double s)
    {
        for (int j = 0; j < one.Length; j++)
        {
            (one[j], other[j]) = ((c * one[j]) + (s * other[j]), (c * other[j]) - (s * one[j]));
        }
    }

    private List<double> Kept(ReadOnlySpan<double> values)
    {
        var kept = new List<double>();
        for (int i = 0; i < values.Length; i++)
        {
            if (_sides[i] == Side.Kept)
            {
                kept.Add(values[i]);
            }
        }

        return kept;
    }

    private bool TryTurn(Span<double> values, double[] ends, int before, int i, double tolerance, ReadOnlySpan<Matrix> lines)
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
        foreach (Matrix vectors in lines)
        {
            Turn(vectors.Row(before), vectors.Row(i), c, s);
        }

        _sides[i] = _sides[i] == _sides[before] ? _sides[i] : Side.Both;
        _sides[before] = Side.Kept;
        return true;
    }
}
