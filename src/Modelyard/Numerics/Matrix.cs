using System.Runtime.CompilerServices;

namespace Modelyard.Numerics;

/// <summary>Represents a dense, row-major matrix of doubles, or a rectangular view into one.</summary>
/// <remarks>
/// A view shares its elements with the matrix that it was taken from: writing through one shows in the other.
/// Rows are contiguous; two neighbouring rows lie <see cref="Stride"/> elements apart.
/// </remarks>
public sealed class Matrix
{
    private const int ElementsBetweenChecks = 1 << 20;
    private readonly double[] _elements;
    private readonly int _offset;

    /// <summary>Initializes a matrix of zeros.</summary>
    /// <param name="rows">The number of rows, zero or more.</param>
    /// <param name="columns">The number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or rows x columns exceeds what one array can hold.</exception>
    public Matrix(int rows, int columns)
        : this(new double[Length(rows, columns)], rows, columns)
    {
    }

    /// <summary>Initializes a matrix that takes over an array of elements in row-major order.</summary>
    /// <param name="elements">The rows x columns elements; the matrix shares the array.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentException">The array does not hold rows x columns elements.</exception>
    public Matrix(double[] elements, int rows, int columns)
        : this(elements, 0, rows, columns, columns)
    {
        if (elements.LongLength != (long)rows * columns)
        {
            throw new ArgumentException(
                $"The array holds '{elements.LongLength}' elements and must hold '{(long)rows * columns}' for '{rows}' rows of '{columns}'.",
                nameof(elements));
        }
    }

    private Matrix(double[] elements, int offset, int rows, int columns, int stride)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        _elements = elements;
        _offset = offset;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Gets the number of rows.</summary>
    public int Rows { get; }

    /// <summary>Gets the number of columns.</summary>
    public int Columns { get; }

    /// <summary>Gets the distance between the first elements of two neighbouring rows, in elements.</summary>
    public int Stride { get; }

    /// <summary>Gets a value indicating whether the rows follow one another without a gap.</summary>
    public bool IsContiguous => Stride == Columns || Rows <= 1;

    /// <summary>Gets or sets one element.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <param name="column">The zero-based column.</param>
    public double this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Row(row)[column];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => Row(row)[column] = value;
    }

    /// <summary>Creates a matrix by copying the elements of a two-dimensional array.</summary>
    /// <param name="elements">The elements, rows x columns.</param>
    /// <returns>A new matrix.</returns>
    public static Matrix From(double[,] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var matrix = new Matrix(elements.GetLength(0), elements.GetLength(1));
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                matrix[row, column] = elements[row, column];
            }
        }

        return matrix;
    }

    /// <summary>Creates a matrix of undefined elements, all of which are written before one is read; outside Release builds they are NaN.</summary>
    /// <remarks>
    /// Zeros are written in one go, which no cancellation ends: with memory of a cancelled fit that was never touched, 7 s for the 1.85 GB of a million rows of
    /// products (PolynomialFeatures of the probe of stops). What writes the elements writes them piece by piece.
    /// </remarks>
    /// <param name="rows">The number of rows, zero or more.</param>
    /// <param name="columns">The number of columns, zero or more.</param>
    internal static Matrix Uninitialized(int rows, int columns)
    {
        double[] elements = GC.AllocateUninitializedArray<double>(Length(rows, columns));
#if !RELEASE
        Array.Fill(elements, double.NaN);
#endif
        return new Matrix(elements, rows, columns);
    }

    /// <summary>Creates the identity matrix.</summary>
    /// <param name="size">The number of rows and of columns.</param>
    /// <returns>A new matrix.</returns>
    public static Matrix Identity(int size)
    {
        var matrix = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }

    /// <summary>Gets the elements of one row, shared with the matrix.</summary>
    /// <param name="row">The zero-based row.</param>
    /// <returns>A span of <see cref="Columns"/> elements.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row is not in the matrix.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<double> Row(int row)
    {
        if ((uint)row >= (uint)Rows)
        {
            ThrowRow(row);
        }

        return _elements.AsSpan(_offset + (row * Stride), Columns);
    }

    /// <summary>Gets all elements in row-major order, shared with the matrix.</summary>
    /// <returns>A span of rows x columns elements.</returns>
    /// <exception cref="InvalidOperationException">The matrix is a view whose rows do not follow one another.</exception>
    public Span<double> AsSpan() => IsContiguous
        ? _elements.AsSpan(_offset, Rows * Columns)
        : throw new InvalidOperationException("The rows of this view are not contiguous; take its rows one by one, or copy it.");

    /// <summary>Gets the elements from the first of the matrix to the last, gaps between rows included.</summary>
    internal Span<double> Storage() => Rows == 0 ? [] : _elements.AsSpan(_offset, ((Rows - 1) * Stride) + Columns);

    /// <summary>Gets a view of a rectangle, which shares its elements with this matrix.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="columns">The number of columns.</param>
    /// <returns>A view of rows x columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle does not lie inside the matrix.</exception>
    public Matrix View(int firstRow, int rows, int firstColumn, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(firstColumn);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows - firstRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, Columns - firstColumn);
        return new Matrix(_elements, _offset + (firstRow * Stride) + firstColumn, rows, columns, Stride);
    }

    /// <summary>Gets a view of consecutive rows, which shares its elements with this matrix.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <returns>A view of count x <see cref="Columns"/>.</returns>
    public Matrix RowRange(int first, int count) => View(first, count, 0, Columns);

    /// <summary>Creates a matrix of the chosen rows, in the chosen order, each as often as it is named.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <returns>A new matrix.</returns>
    public Matrix SelectRows(ReadOnlySpan<int> rows) => SelectRows(rows, static () => { });

    /// <summary>Creates a matrix of the chosen rows, unless it takes too long.</summary>
    /// <param name="rows">The zero-based rows.</param>
    /// <param name="check">Ends the work by an exception; called every million elements.</param>
    /// <returns>A new matrix.</returns>
    internal Matrix SelectRows(ReadOnlySpan<int> rows, Action check)
    {
        Matrix selected = Uninitialized(rows.Length, Columns);
        int rowsBetweenChecks = Math.Max(1, ElementsBetweenChecks / Math.Max(1, Columns));
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % rowsBetweenChecks == 0)
            {
                check();
            }

            Row(rows[i]).CopyTo(selected.Row(i));
        }

        return selected;
    }

    /// <summary>Copies one column.</summary>
    /// <param name="column">The zero-based column.</param>
    /// <param name="destination">Receives <see cref="Rows"/> elements.</param>
    public void CopyColumnTo(int column, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Columns);
        if (destination.Length < Rows)
        {
            throw new ArgumentException($"The destination holds '{destination.Length}' elements and must hold '{Rows}'.", nameof(destination));
        }

        int at = _offset + column;
        for (int row = 0; row < Rows; row++, at += Stride)
        {
            destination[row] = _elements[at];
        }
    }

    /// <summary>Creates a contiguous copy.</summary>
    /// <returns>A new matrix with the same elements.</returns>
    public Matrix Copy()
    {
        Matrix copy = Uninitialized(Rows, Columns);
        for (int row = 0; row < Rows; row++)
        {
            Row(row).CopyTo(copy.Row(row));
        }

        return copy;
    }

    /// <summary>Creates the transpose.</summary>
    /// <returns>A new matrix of <see cref="Columns"/> x <see cref="Rows"/>.</returns>
    public Matrix Transpose()
    {
        const int Tile = 32;
        Matrix transpose = Uninitialized(Columns, Rows);
        for (int row = 0; row < Rows; row += Tile)
        {
            ParallelLoop.Check();
            int lastRow = Math.Min(row + Tile, Rows);
            for (int column = 0; column < Columns; column += Tile)
            {
                int lastColumn = Math.Min(column + Tile, Columns);
                for (int i = row; i < lastRow; i++)
                {
                    Span<double> source = Row(i);
                    for (int j = column; j < lastColumn; j++)
                    {
                        transpose._elements[(j * Rows) + i] = source[j];
                    }
                }
            }
        }

        return transpose;
    }

    private static int Length(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, Array.MaxLength, nameof(rows));
        return rows * columns;
    }

    private void ThrowRow(int row) =>
        throw new ArgumentOutOfRangeException(nameof(row), row, $"The row '{row}' is not in the matrix, which has '{Rows}' rows.");
}
