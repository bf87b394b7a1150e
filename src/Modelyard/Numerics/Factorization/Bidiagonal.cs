namespace Modelyard.Numerics.Factorization;

/// <summary>Reduces square matrices to upper bidiagonal ones, and finds the singular values of these.</summary>
internal static class Bidiagonal
{
    private const double Precision = 2.220446049250313e-16;
    private const int MostStepsPerValue = 60;
    private const int Width = 32;

    /// <summary>Reduces a square matrix to <c>B = Qᵀ A P</c>.</summary>
    /// <param name="matrix">The matrix, which is destroyed.</param>
    /// <param name="diagonal">Receives the diagonal of B.</param>
    /// <param name="beside">Receives the elements right of the diagonal, one fewer.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The reflections whose products are Q and P.</returns>
    /// <remarks>Source: Dongarra, Sorensen and Hammarling (1989), Block Reduction of Matrices to Condensed Forms.</remarks>
    public static (Reflectors Left, Reflectors Right) Reduce(Matrix matrix, Span<double> diagonal, Span<double> beside, int degree)
    {
        int size = matrix.Rows;
        var left = new Reflectors(size, size);
        var right = new Reflectors(Math.Max(0, size - 1), size, shift: 1);
        var panel = new Panel(matrix, left, right);
        for (int first = 0; first < size; first += Width)
        {
            int width = Math.Min(Width, size - first);
            for (int i = 0; i < width; i++)
            {
                ParallelLoop.Check();
                panel.Eliminate(first, i, width, diagonal, beside);
            }

            if (first + width < size)
            {
                panel.Update(first, width, degree);
            }
        }

        left.CloseAll();
        right.CloseAll();
        return (left, right);
    }

    /// <summary>Turns an upper bidiagonal matrix into a diagonal one by implicit QR steps.</summary>
    /// <param name="diagonal">The diagonal, which becomes the singular values in no order, some with a negative sign.</param>
    /// <param name="beside">The elements right of the diagonal, which become zero.</param>
    /// <param name="left">Receives the rotations of the rows, or null.</param>
    /// <param name="right">Receives the rotations of the columns, or null.</param>
    /// <remarks>Source: Golub and Van Loan (2013), Matrix Computations, 4th edition, section 8.6.</remarks>
    public static void Diagonalize(Span<double> diagonal, Span<double> beside, Rotations? left, Rotations? right)
    {
        double norm = 0;
        foreach (double element in diagonal)
        {
            norm = Math.Max(norm, Math.Abs(element));
        }

        foreach (double element in beside)
        {
            norm = Math.Max(norm, Math.Abs(element));
        }

        int last = diagonal.Length - 1, steps = 0;
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

            if (++steps > MostStepsPerValue * diagonal.Length)
            {
                throw new InvalidOperationException($"The singular values did not converge in '{steps}' steps.");
            }

            int zero = last;
            while (zero >= first && Math.Abs(diagonal[zero]) > Precision * norm)
            {
                zero--;
            }

            if (zero == last)
            {
                ClearColumn(diagonal, beside, first, last, right);
            }
            else if (zero >= first)
            {
                ClearRow(diagonal, beside, zero, last, left);
            }
            else
            {
                Step(diagonal, beside, first, last, left, right);
            }
        }
    }

    private static bool IsNegligible(Span<double> diagonal, Span<double> beside, int at)
    {
        double size = Math.Abs(beside[at]);
        return size <= Precision * (Math.Abs(diagonal[at]) + Math.Abs(diagonal[at + 1])) || size < 1e-290;
    }

    private static void Step(Span<double> diagonal, Span<double> beside, int first, int last, Rotations? left, Rotations? right)
    {
        double before = last - 1 > first ? beside[last - 2] : 0;
        double p = (diagonal[last - 1] * diagonal[last - 1]) + (before * before);
        double q = (diagonal[last] * diagonal[last]) + (beside[last - 1] * beside[last - 1]);
        double r = diagonal[last - 1] * beside[last - 1];
        double half = (p - q) / 2, root = Math.Sqrt((half * half) + (r * r));
        double shift = root == 0 ? q : q - (r * r / (half >= 0 ? half + root : half - root));
        double x = (diagonal[first] * diagonal[first]) - shift, z = diagonal[first] * beside[first];
        left?.Begin(first, 1);
        right?.Begin(first, 1);
        for (int k = first; k < last; k++)
        {
            var turn = new PlaneRotation(x, z);
            double c = turn.Cosine, s = turn.Sine;
            if (k > first)
            {
                beside[k - 1] = turn.Length;
            }

            x = (c * diagonal[k]) + (s * beside[k]);
            beside[k] = (c * beside[k]) - (s * diagonal[k]);
            z = s * diagonal[k + 1];
            diagonal[k + 1] *= c;
            right?.Add(c, s);

            turn = new PlaneRotation(x, z);
            (c, s) = (turn.Cosine, turn.Sine);
            diagonal[k] = turn.Length;
            x = (c * beside[k]) + (s * diagonal[k + 1]);
            diagonal[k + 1] = (c * diagonal[k + 1]) - (s * beside[k]);
            beside[k] = x;
            left?.Add(c, s);
            if (k + 1 < last)
            {
                z = s * beside[k + 1];
                beside[k + 1] *= c;
            }
        }
    }

    /// <summary>Clears the element right of a diagonal element that is zero, by rotations of its row with those below.</summary>
    private static void ClearRow(Span<double> diagonal, Span<double> beside, int zero, int last, Rotations? left)
    {
        double spill = beside[zero];
        beside[zero] = 0;
        diagonal[zero] = 0;
        for (int k = zero + 1; k <= last && spill != 0; k++)
        {
            var turn = new PlaneRotation(diagonal[k], spill);
            diagonal[k] = turn.Length;
            left?.AddPlane(k, zero, turn.Cosine, turn.Sine);
            if (k < last)
            {
                spill = -turn.Sine * beside[k];
                beside[k] *= turn.Cosine;
            }
        }
    }

    /// <summary>Clears the last element right of the diagonal when the last diagonal element is zero, by rotations of its column with those before.</summary>
    private static void ClearColumn(Span<double> diagonal, Span<double> beside, int first, int last, Rotations? right)
    {
        double spill = beside[last - 1];
        beside[last - 1] = 0;
        diagonal[last] = 0;
        for (int k = last - 1; k >= first && spill != 0; k--)
        {
            var turn = new PlaneRotation(diagonal[k], spill);
            diagonal[k] = turn.Length;
            right?.AddPlane(k, last, turn.Cosine, turn.Sine);
            if (k > first)
            {
                spill = -turn.Sine * beside[k - 1];
                beside[k - 1] *= turn.Cosine;
            }
        }
    }

    /// <summary>Represents the columns that are being eliminated and the products that the rest of the matrix still lacks: <c>A − VᵀY − XᵀU</c>.</summary>
    private sealed class Panel(Matrix matrix, Reflectors left, Reflectors right)
    {
        private readonly Matrix _v = new(2 * Width, matrix.Rows);
        private readonly Matrix _y = new(2 * Width, matrix.Rows);
        private readonly double[] _factors = new double[2 * Width];
        private readonly double[] _sums = new double[matrix.Rows];

        /// <summary>Eliminates column i of a panel, then the row beside it.</summary>
        public void Eliminate(int first, int i, int width, Span<double> diagonal, Span<double> beside)
        {
            int at = first + i, size = matrix.Rows, next = at + 1;
            Span<double> column = left.Vectors.Row(at)[at..];
            for (int row = at; row < size && i == 0; row++)
            {
                column[row - at] = matrix[row, at];
            }

            double head = column[0];
            diagonal[at] = Reflectors.Reflect(column, out double factor);
            left.SetFactor(at, factor);
            Embed(column, at, V(i));
            Y(i).Clear();
            X(i).Clear();
            U(i).Clear();
            if (next == size)
            {
                return;
            }

            Span<double> y = Y(i)[next..];
            if (i == 0)
            {
                RowProducts.AddRows(matrix.View(at, size - at, next, size - next), column, y);
            }
            else if (factor != 0)
            {
                // The sums are those of the column as it was before it became a vector: (c − image e₀) / (head − image).
                VectorKernels.Axpy(1 / (head - diagonal[at]), _sums.AsSpan(next), y);
                VectorKernels.Axpy(-diagonal[at] / (head - diagonal[at]), matrix.Row(at)[next..], y);
            }

            Subtract(_v.View(0, 2 * i, at, size - at), column, _y.View(0, 2 * i, next, size - next), y);
            VectorKernels.Scale(factor, y);

            int count = (2 * i) + 1;
            Matrix taken = _y.View(0, count, next, size - next), takers = _v.View(0, count, next, size - next);
            Span<double> line = right.Vectors.Row(at)[next..];
            matrix.Row(at)[next..].CopyTo(line);
            CopyColumn(_v, at, count);
            RowProducts.AddRows(taken, _factors.AsSpan(0, count), line);
            beside[at] = Reflectors.Reflect(line, out factor);
            right.SetFactor(at, factor);
            Embed(line, next, U(i));

            Span<double> x = X(i)[next..];
            Matrix rest = matrix.View(next, size - next, next, size - next);
            Subtract(taken, line, takers, x);
            VectorKernels.Scale(-1, x);
            if (i + 1 == width)
            {
                MatrixProduct.MultiplyVector(rest, line, x, alpha: factor, beta: -factor);
                return;
            }

            Span<double> following = left.Vectors.Row(next)[next..];
            CopyColumn(_y, next, count);
            RowProducts.AddRows(takers, _factors.AsSpan(0, count), following);
            VectorKernels.Scale(-1, following);
            RowProducts.Project(rest, line, factor, x, following, _sums.AsSpan(next));
        }

        /// <summary>Computes <c>y −= Bᵀ A x</c> for factors with few rows.</summary>
        private void Subtract(Matrix a, ReadOnlySpan<double> x, Matrix b, Span<double> y)
        {
            Span<double> products = _factors.AsSpan(0, a.Rows);
            MatrixProduct.MultiplyVector(a, x, products, alpha: -1);
            RowProducts.AddRows(b, products, y);
        }

        private void CopyColumn(Matrix source, int column, int count)
        {
            for (int j = 0; j < count; j++)
            {
                _factors[j] = -source[j, column];
            }
        }

        public void Update(int first, int width, int degree)
        {
            int start = first + width, size = matrix.Rows - start;
            Matrix target = matrix.View(start, size, start, size);
            MatrixProduct.Multiply(
                _v.View(0, 2 * Width, start, size), _y.View(0, 2 * Width, start, size), target, transposeA: true, alpha: -1, beta: 1, degree: degree);
        }

        private Span<double> V(int i) => _v.Row(2 * i);

        private Span<double> X(int i) => _v.Row((2 * i) + 1);

        private Span<double> Y(int i) => _y.Row(2 * i);

        private Span<double> U(int i) => _y.Row((2 * i) + 1);

        private static void Embed(ReadOnlySpan<double> vector, int start, Span<double> row)
        {
            row[..start].Clear();
            vector.CopyTo(row[start..]);
        }
    }
}
