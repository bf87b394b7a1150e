namespace Modelyard.Numerics;

/// <summary>Gathers the elements of a sparse matrix row by row.</summary>
/// <param name="columns">The number of columns.</param>
public sealed class SparseMatrixBuilder(int columns)
{
    private readonly List<int> _starts = [0];
    private int[] _indices = new int[256];
    private double[] _values = new double[256];
    private int _count;

    /// <summary>Gets the number of rows that were ended.</summary>
    public int Rows => _starts.Count - 1;

    /// <summary>Adds an element to the current row; elements may come in any order, and those of one column are summed.</summary>
    /// <param name="column">The zero-based column.</param>
    /// <param name="value">The element.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is not in the matrix.</exception>
    public void Add(int column, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, columns);
        if (_count == _indices.Length)
        {
            int length = (int)Math.Min(Array.MaxLength, 2L * _count);
            Array.Resize(ref _indices, length);
            Array.Resize(ref _values, length);
        }

        _indices[_count] = column;
        _values[_count++] = value;
    }

    /// <summary>Ends the current row.</summary>
    public void EndRow()
    {
        int start = _starts[^1];
        Span<int> indices = _indices.AsSpan(start, _count - start);
        if (!IsAscending(indices))
        {
            Span<double> values = _values.AsSpan(start, _count - start);
            indices.Sort(values);
            _count = start + SumEquals(indices, values);
        }

        _starts.Add(_count);
    }

    /// <summary>Creates the matrix of the rows that were ended.</summary>
    /// <returns>A new matrix.</returns>
    public SparseMatrix Build() => new(columns, [.. _starts], _indices[.._starts[^1]], _values[.._starts[^1]]);

    private static bool IsAscending(ReadOnlySpan<int> indices)
    {
        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] <= indices[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private static int SumEquals(Span<int> indices, Span<double> values)
    {
        int kept = 0;
        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] == indices[kept])
            {
                values[kept] += values[i];
            }
            else
            {
                indices[++kept] = indices[i];
                values[kept] = values[i];
            }
        }

        return kept + 1;
    }
}
