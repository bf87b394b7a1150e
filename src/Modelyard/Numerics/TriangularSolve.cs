using Modelyard.Numerics.Products;

namespace Modelyard.Numerics;

/// <summary>Solves systems with a triangular matrix.</summary>
/// <remarks>
/// The triangle is halved until it is small; the square between the halves is eliminated by a matrix product.
/// A diagonal element of zero gives infinities, as a division by zero does.
/// </remarks>
public static unsafe class TriangularSolve
{
    private const int Smallest = 32;

    /// <summary>Solves <c>T X = B</c> in place, where T is the triangle of a matrix or its transpose.</summary>
    /// <param name="triangle">The matrix, size x size; only its triangle is read.</param>
    /// <param name="upper">Whether the triangle is the upper one.</param>
    /// <param name="transpose">Whether T is the transpose of the triangle.</param>
    /// <param name="rightSides">The right-hand sides, size x count, which become the solutions.</param>
    /// <param name="degree">The greatest number of threads, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void InPlace(Matrix triangle, bool upper, bool transpose, Matrix rightSides, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(triangle);
        ArgumentNullException.ThrowIfNull(rightSides);
        Require(triangle, rightSides.Rows, nameof(rightSides));
        fixed (double* t = triangle.Storage(), b = rightSides.Storage())
        {
            Operand operand = Operand.Of(t, triangle.Stride, transpose);
            if (upper == transpose)
            {
                Forward(operand, triangle.Rows, b, rightSides.Stride, rightSides.Columns, degree);
            }
            else
            {
                Backward(operand, triangle.Rows, b, rightSides.Stride, rightSides.Columns, degree);
            }
        }
    }

    /// <summary>Solves <c>T x = b</c> in place, where T is the triangle of a matrix or its transpose.</summary>
    /// <param name="triangle">The matrix, size x size; only its triangle is read.</param>
    /// <param name="upper">Whether the triangle is the upper one.</param>
    /// <param name="transpose">Whether T is the transpose of the triangle.</param>
    /// <param name="rightSide">The right-hand side, which becomes the solution.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void InPlace(Matrix triangle, bool upper, bool transpose, Span<double> rightSide)
    {
        ArgumentNullException.ThrowIfNull(triangle);
        Require(triangle, rightSide.Length, nameof(rightSide));
        fixed (double* t = triangle.Storage(), b = rightSide)
        {
            Operand operand = Operand.Of(t, triangle.Stride, transpose);
            if (upper == transpose)
            {
                ForwardVector(operand, triangle.Rows, b);
            }
            else
            {
                BackwardVector(operand, triangle.Rows, b);
            }
        }
    }

    /// <summary>Solves with a lower triangle: the first unknowns come first.</summary>
    internal static void Forward(Operand t, int size, double* b, int stride, int columns, int degree)
    {
        if (size <= Smallest)
        {
            ForwardRows(t, size, b, stride, columns);
            return;
        }

        int half = Half(size);
        double* rest = b + ((nint)half * stride);
        Forward(t, half, b, stride, columns, degree);
        MatrixProduct.Run(
            t with { Data = (nint)t.At(half, 0) }, new Operand((nint)b, stride, 1), rest, stride, new ProductShape(size - half, columns, half), new ProductScale(-1, 1), degree);
        Forward(t with { Data = (nint)t.At(half, half) }, size - half, rest, stride, columns, degree);
    }

    private static void Backward(Operand t, int size, double* b, int stride, int columns, int degree)
    {
        if (size <= Smallest)
        {
            BackwardRows(t, size, b, stride, columns);
            return;
        }

        int half = Half(size);
        double* rest = b + ((nint)half * stride);
        Backward(t with { Data = (nint)t.At(half, half) }, size - half, rest, stride, columns, degree);
        MatrixProduct.Run(
            t with { Data = (nint)t.At(0, half) }, new Operand((nint)rest, stride, 1), b, stride, new ProductShape(half, columns, size - half), new ProductScale(-1, 1), degree);
        Backward(t, half, b, stride, columns, degree);
    }

    private static void ForwardRows(Operand t, int size, double* b, int stride, int columns)
    {
        for (int i = 0; i < size; i++)
        {
            var row = new Span<double>(b + ((nint)i * stride), columns);
            for (int j = 0; j < i; j++)
            {
                VectorKernels.Axpy(-*t.At(i, j), new ReadOnlySpan<double>(b + ((nint)j * stride), columns), row);
            }

            Divide(row, *t.At(i, i));
        }
    }

    private static void BackwardRows(Operand t, int size, double* b, int stride, int columns)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            var row = new Span<double>(b + ((nint)i * stride), columns);
            for (int j = i + 1; j < size; j++)
            {
                VectorKernels.Axpy(-*t.At(i, j), new ReadOnlySpan<double>(b + ((nint)j * stride), columns), row);
            }

            Divide(row, *t.At(i, i));
        }
    }

    // A row that is contiguous is multiplied with the unknowns that are known; of a contiguous column each unknown is taken from the rest as soon as it is known.
    private static void ForwardVector(Operand t, int size, double* b)
    {
        for (int i = 0; i < size; i++)
        {
            if (t.ColumnStep == 1)
            {
                b[i] -= VectorKernels.Dot(new ReadOnlySpan<double>(t.At(i, 0), i), new ReadOnlySpan<double>(b, i));
                b[i] /= *t.At(i, i);
                continue;
            }

            b[i] /= *t.At(i, i);
            VectorKernels.Axpy(-b[i], new ReadOnlySpan<double>(t.At(i + 1, i), size - i - 1), new Span<double>(b + i + 1, size - i - 1));
        }
    }

    private static void BackwardVector(Operand t, int size, double* b)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            if (t.ColumnStep == 1)
            {
                b[i] -= VectorKernels.Dot(new ReadOnlySpan<double>(t.At(i, i + 1), size - i - 1), new ReadOnlySpan<double>(b + i + 1, size - i - 1));
                b[i] /= *t.At(i, i);
                continue;
            }

            b[i] /= *t.At(i, i);
            VectorKernels.Axpy(-b[i], new ReadOnlySpan<double>(t.At(0, i), i), new Span<double>(b, i));
        }
    }

    private static void Divide(Span<double> row, double divisor)
    {
        foreach (ref double element in row)
        {
            element /= divisor;
        }
    }

    private static int Half(int size) => Math.Max(Smallest, size / 2 / Smallest * Smallest);

    private static void Require(Matrix triangle, int rows, string name)
    {
        if (triangle.Rows != triangle.Columns || triangle.Rows != rows)
        {
            throw new ArgumentException(
                $"The triangle is '{triangle.Rows} x {triangle.Columns}' and the right-hand sides have '{rows}' rows; all three must be equal.", name);
        }
    }
}
