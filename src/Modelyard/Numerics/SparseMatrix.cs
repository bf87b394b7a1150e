namespace Modelyard.Numerics;

/// <summary>Represents a matrix of which most elements are 0, by its stored elements row after row (compressed sparse rows).</summary>
/// <remarks>Immutable by agreement: nobody writes to the arrays once they are handed over. A stored element may be 0 or NaN.</remarks>
public sealed class SparseMatrix
{
    private const int RowsBetweenChecks = 1024;
    private const int ScatteredRowsBetweenChecks = 32;

    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly double[] _values;
    private readonly int _first;

    /// <summary>Initializes a matrix that takes over three arrays.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="starts">For each row where its elements start, and at the end the number of elements: rows + 1 ascending numbers, the first 0.</param>
    /// <param name="indices">The zero-based column of each element, ascending within a row.</param>
    /// <param name="values">The elements.</param>
    /// <exception cref="ArgumentException">The arrays do not describe a matrix of so many columns.</exception>
    public SparseMatrix(int columns, int[] starts, int[] indices, double[] values)
        : this(columns, starts, indices, values, 0, (starts?.Length ?? 0) - 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (_starts.Length == 0 || _starts[0] != 0 || _starts[^1] != _indices.Length || _indices.Length != _values.Length)
        {
            throw new ArgumentException($"The rows must start at 0 and end at the number of elements, '{values.Length}', of which each has a column; there are '{indices.Length}' columns.", nameof(starts));
        }

        for (int row = 0; row < Rows; row++)
        {
            CheckRow(row);
        }
    }

    private SparseMatrix(int columns, int[] starts, int[] indices, double[] values, int first, int rows)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(values);
        Columns = columns;
        Rows = Math.Max(0, rows);
        _starts = starts;
        _indices = indices;
        _values = values;
        _first = first;
    }

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of columns.</summary>
    public int Columns { get; }

    /// <summary>Gets the number of stored elements.</summary>
    public int Count => _starts[_first + Rows] - _starts[_first];

    /// <summary>Gets the elements from the first row to the last, shared with the matrix.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(_starts[_first], Count);

    /// <summary>Gets the column of each of <see cref="Values"/>.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(_starts[_first], Count);

    /// <summary>Gets one element; finds it by bisection.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="column">The zero-based column.</param>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(column);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
            SparseRow own = Row(row);
            int at = own.Indices.BinarySearch(column);
            return at >= 0 ? own.Values[at] : 0;
        }
    }

    /// <summary>Creates a sparse matrix of the elements of a dense one that are not 0.</summary>
    /// <param name="matrix">The dense matrix; NaN is kept.</param>
    /// <returns>A new matrix.</returns>
    public static SparseMatrix From(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var builder = new SparseMatrixBuilder(matrix.Columns);
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<double> own = matrix.Row(row);
            for (int column = 0; column < own.Length; column++)
            {
                if (own[column] != 0)
                {
                    builder.Add(column, own[column]);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    /// <summary>Gets one row, shared with the matrix.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>The stored elements of the row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row is not in the matrix.</exception>
    public SparseRow Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        int start = _starts[_first + row];
        int count = _starts[_first + row + 1] - start;
        return new SparseRow(_indices.AsSpan(start, count), _values.AsSpan(start, count));
    }

    /// <summary>Gets a view of consecutive rows, which shares its elements with this matrix.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A view of count x <see cref="Columns"/>.</returns>
    public SparseMatrix RowRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Rows - first);
        return new SparseMatrix(Columns, _starts, _indices, _values, _first + first, count);
    }

    /// <summary>Creates a matrix of the chosen rows, in the chosen order, each as often as it is named.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A new matrix.</returns>
    public SparseMatrix SelectRows(ReadOnlySpan<int> rows) => SelectRows(rows, static () => { });

    /// <summary>Creates a matrix of the chosen rows, unless it takes too long.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <param name="check">Ends the work by an exception; called every thousand rows.</param>
    /// <returns>A new matrix.</returns>
    internal SparseMatrix SelectRows(ReadOnlySpan<int> rows, Action check)
    {
        long count = 0;
        foreach (int row in rows)
        {
            count += Row(row).Count;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength, nameof(rows));
        int[] starts = new int[rows.Length + 1], indices = GC.AllocateUninitializedArray<int>((int)count);
        double[] values = GC.AllocateUninitializedArray<double>((int)count);
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % RowsBetweenChecks == 0)
            {
                check();
            }

            SparseRow own = Row(rows[i]);
            own.Indices.CopyTo(indices.AsSpan(starts[i]));
            own.Values.CopyTo(values.AsSpan(starts[i]));
            starts[i + 1] = starts[i] + own.Count;
        }

        return new SparseMatrix(Columns, starts, indices, values, 0, rows.Length);
    }

    /// <summary>Creates the same matrix with every element stored.</summary>
    /// <returns>A new matrix.</returns>
    public Matrix ToDense()
    {
        var dense = new Matrix(Rows, Columns);
        for (int row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(dense.Row(row));
        }

        return dense;
    }

    /// <summary>Creates the transpose; its rows are the columns of this matrix.</summary>
    /// <returns>A new matrix of <see cref="Columns"/> x <see cref="Rows"/>.</returns>
    public SparseMatrix Transpose() => Transpose(static () => { });

    /// <summary>Creates the transpose, unless it takes too long.</summary>
    /// <param name="check">Ends the work by an exception; called every thousand rows.</param>
    /// <returns>A new matrix.</returns>
    internal SparseMatrix Transpose(Action check)
    {
        int[] starts = new int[Columns + 1];
        foreach (int column in Indices)
        {
            starts[column + 1]++;
        }

        for (int column = 0; column < Columns; column++)
        {
            starts[column + 1] += starts[column];
        }

        check();
        int[] next = starts[..^1], indices = GC.AllocateUninitializedArray<int>(Count);
        double[] values = GC.AllocateUninitializedArray<double>(Count);
        for (int row = 0; row < Rows; row++)
        {
            // At first each element lies in a page of its own, which the system has yet to give.
            if (row % ScatteredRowsBetweenChecks == 0)
            {
                check();
            }

            SparseRow own = Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                int at = next[own.Indices[i]]++;
                indices[at] = row;
                values[at] = own.Values[i];
            }
        }

        return new SparseMatrix(Rows, starts, indices, values, 0, Columns);
    }

    private void CheckRow(int row)
    {
        int start = _starts[row], end = _starts[row + 1];
        if (end < start || end > _indices.Length)
        {
            throw new ArgumentException($"Row '{row}' starts at '{start}' and ends at '{end}'; the starts must ascend up to the number of elements, '{_indices.Length}'.", nameof(row));
        }

        int before = -1;
        foreach (int column in _indices.AsSpan(start, end - start))
        {
            if (column <= before || column >= Columns)
            {
                throw new ArgumentException($"Row '{row}' stores the column '{column}' after '{before}'; columns must ascend and be less than '{Columns}'.", nameof(row));
            }

            before = column;
        }
    }
}
