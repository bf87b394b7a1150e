using Modelyard.Numerics.Products;

namespace Modelyard.Numerics.Factorization;

/// <summary>Reduces symmetric matrices to tridiagonal ones, and finds the eigenvalues of these.</summary>
internal static unsafe class Tridiagonal
{
    private const double Precision = 2.220446049250313e-16;
    private const int MostStepsPerValue = 60;
    private const int Panel = 32;

    /// <summary>Reduces a symmetric matrix to <c>T = Qᵀ A Q</c>.</summary>
    /// <param name="matrix">The matrix, whose upper triangle is read and destroyed.</param>
    /// <param name="diagonal">Receives the diagonal of T.</param>
    /// <param name="beside">Receives the elements beside the diagonal, one fewer.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The reflections whose product is Q.</returns>
    /// <remarks>Source: Dongarra, Sorensen and Hammarling (1989), Block Reduction of Matrices to Condensed Forms; half of the work is a rank-2k product.</remarks>
    public static Reflectors Reduce(Matrix matrix, Span<double> diagonal, Span<double> beside, int degree)
    {
        int size = matrix.Rows;
        var reflectors = new Reflectors(Math.Max(0, size - 1), size, shift: 1);
        var updates = new Matrix(3 * Panel, size);
        using var scratch = new ScratchBuffer(size);
        for (int first = 0; first < size; first += Panel)
        {
            int width = Math.Min(Panel, size - first);
            Matrix vectors = updates.RowRange(0, width), products = updates.RowRange(width, width);
            for (int i = 0; i < width; i++)
            {
                ParallelLoop.Check();
                int at = first + i;
                Span<double> row = matrix.Row(at)[at..];
                for (int j = 0; j < i; j++)
                {
                    VectorKernels.Axpy(-vectors[j, at], products.Row(j)[at..], row);
                    VectorKernels.Axpy(-products[j, at], vectors.Row(j)[at..], row);
                }

                diagonal[at] = row[0];
                if (at + 1 == size)
                {
                    break;
                }

                Span<double> vector = reflectors.Vectors.Row(at)[(at + 1)..];
                row[1..].CopyTo(vector);
                beside[at] = Reflectors.Reflect(vector, out double factor);
                reflectors.SetFactor(at, factor);
                vectors.Row(i)[..(at + 1)].Clear();
                vector.CopyTo(vectors.Row(i)[(at + 1)..]);
                Project(matrix, vectors, products, i, at + 1, factor, scratch.Span);
            }

            if (first + width < size)
            {
                Update(matrix, updates, first + width, width, degree);
            }
        }

        reflectors.CloseAll();
        return reflectors;
    }

    /// <summary>Turns a tridiagonal matrix into a diagonal one by implicit QR steps, each from the end with the greater elements.</summary>
    /// <param name="diagonal">The diagonal, which becomes the eigenvalues in no order.</param>
    /// <param name="beside">The elements beside the diagonal, which become zero.</param>
    /// <param name="rotations">Receives the rotations, or null.</param>
    /// <remarks>Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 8.3.</remarks>
    public static void Diagonalize(Span<double> diagonal, Span<double> beside, Rotations? rotations)
    {
        int last = diagonal.Length - 1;
        int steps = 0, blockFirst = -1, blockLast = -1, direction = 1;
        while (last > 0)
        {
            if (IsNegligible(diagonal, beside, last - 1))
            {
                beside[--last] = 0;
                continue;
            }

            ParallelLoop.Check();
            int first = last - 1;
            while (first > 0 && !IsNegligible(diagonal, beside, first - 1))
            {
                first--;
            }

            if ((first, last) != (blockFirst, blockLast))
            {
                (blockFirst, blockLast) = (first, last);
                direction = Math.Abs(diagonal[last]) <= Math.Abs(diagonal[first]) ? 1 : -1;
            }

            if (++steps > MostStepsPerValue * diagonal.Length)
            {
                throw new InvalidOperationException($"The eigenvalues did not converge in '{steps}' steps.");
            }

            (int from, int to) = direction > 0 ? (first, last) : (last, first);
            Step(diagonal, beside, from, to, direction, rotations);
        }
    }

    private static bool IsNegligible(Span<double> diagonal, Span<double> beside, int at)
    {
        double size = Math.Abs(beside[at]);
        return size <= Precision * (Math.Abs(diagonal[at]) + Math.Abs(diagonal[at + 1])) || size < 1e-290;
    }

    private static void Step(Span<double> diagonal, Span<double> beside, int from, int to, int step, Rotations? rotations)
    {
        int above = step > 0 ? 0 : -1;
        double corner = beside[to - step + above];
        double half = (diagonal[to - step] - diagonal[to]) / 2;
        double root = Math.Sqrt((half * half) + (corner * corner));
        double shift = diagonal[to] - (corner * corner / (half >= 0 ? half + root : half - root));
        double x = diagonal[from] - shift, z = beside[from + above];
        rotations?.Begin(from, step);
        for (int k = from; k != to; k += step)
        {
            int next = k + step;
            var turn = new PlaneRotation(x, z);
            double c = turn.Cosine, s = turn.Sine;
            if (k != from)
            {
                beside[k - step + above] = turn.Length;
            }

            double p = diagonal[k], q = diagonal[next], r = beside[k + above];
            double cross = ((q - p) * s) + (2 * c * r);
            diagonal[k] = p + (s * cross);
            diagonal[next] = q - (s * cross);
            beside[k + above] = (c * cross) - r;
            x = beside[k + above];
            if (next != to)
            {
                z = s * beside[next + above];
                beside[next + above] *= c;
            }

            rotations?.Add(c, s);
        }
    }

    private static void Project(Matrix matrix, Matrix vectors, Matrix products, int i, int start, double factor, Span<double> scratch)
    {
        Span<double> vector = vectors.Row(i)[start..];
        Span<double> product = products.Row(i)[start..];
        products.Row(i)[..start].Clear();
        SymmetricProduct.Multiply(matrix, start, vector, product);
        for (int j = 0; j < i; j++)
        {
            Span<double> oldVector = vectors.Row(j)[start..], oldProduct = products.Row(j)[start..];
            double a = VectorKernels.Dot(oldProduct, vector), b = VectorKernels.Dot(oldVector, vector);
            VectorKernels.Axpy(-a, oldVector, product);
            VectorKernels.Axpy(-b, oldProduct, product);
        }

        VectorKernels.Scale(factor, product);
        VectorKernels.Axpy(-0.5 * factor * VectorKernels.Dot(product, vector), vector, product);
    }

    private static void Update(Matrix matrix, Matrix updates, int start, int width, int degree)
    {
        int size = matrix.Rows - start;
        for (int i = 0; i < width; i++)
        {
            updates.Row(i).CopyTo(updates.Row((2 * width) + i));
        }

        fixed (double* a = matrix.Storage(), u = updates.Storage())
        {
            double* left = u + start;
            MatrixProduct.Run(
                Operand.Of(left, updates.Stride, transpose: true),
                Operand.Of(left + ((nint)width * updates.Stride), updates.Stride, transpose: false),
                a + ((nint)start * matrix.Stride) + start,
                matrix.Stride,
                new ProductShape(size, size, 2 * width, UpperOnly: true),
                new ProductScale(-1, 1),
                degree);
        }
    }
}
