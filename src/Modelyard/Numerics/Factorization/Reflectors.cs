using Modelyard.Numerics.Products;

namespace Modelyard.Numerics.Factorization;

/// <summary>Represents a product of Householder reflections <c>Q = H₀ H₁ ...</c>, applied in blocks by matrix products.</summary>
/// <remarks>
/// The vector of a reflection is a row here, so that it is contiguous. A block of reflections is <c>I − V T Vᵀ</c>.
/// Source: Schreiber and Van Loan (1989), A Storage-Efficient WY Representation for Products of Householder Transformations.
/// </remarks>
internal sealed unsafe class Reflectors
{
    /// <summary>The number of reflections in a block.</summary>
    public const int Width = 64;

    /// <summary>The number of reflections up to which a triangle is made one element at a time; a multiple of it may be joined with others.</summary>
    public const int Smallest = 8;

    private readonly int _shift;
    private readonly Matrix _triangles;
    private readonly double[] _factors;

    /// <summary>Initializes reflections that are still to be set.</summary>
    /// <param name="count">The number of reflections.</param>
    /// <param name="size">The number of rows that they act on.</param>
    /// <param name="shift">The first row that reflection 0 changes; reflection i leaves the rows before shift + i alone.</param>
    public Reflectors(int count, int size, int shift = 0)
    {
        _shift = shift;
        Vectors = new Matrix(count, size);
        _triangles = new Matrix(count, Width);
        _factors = new double[count];
    }

    /// <summary>Gets the vectors, one a row.</summary>
    public Matrix Vectors { get; }

    /// <summary>Gets the number of reflections.</summary>
    public int Count => Vectors.Rows;

    /// <summary>Makes the reflection that maps a vector to a multiple of the first axis.</summary>
    /// <param name="vector">The vector, which becomes that of the reflection, with first element 1.</param>
    /// <param name="factor">Receives the factor of the reflection <c>I − factor v vᵀ</c>.</param>
    /// <returns>The first element of the image; the others are zero.</returns>
    public static double Reflect(Span<double> vector, out double factor)
    {
        double first = vector[0];
        double rest = VectorKernels.Norm(vector[1..]);
        if (rest == 0)
        {
            factor = 0;
            vector[0] = 1;
            return first;
        }

        double length = new PlaneRotation(first, rest).Length;
        double image = first >= 0 ? -length : length;
        factor = (image - first) / image;
        VectorKernels.Scale(1 / (first - image), vector[1..]);
        vector[0] = 1;
        return image;
    }

    /// <summary>Sets the factor of a reflection whose vector stands in its row.</summary>
    public void SetFactor(int index, double factor) => _factors[index] = factor;

    /// <summary>Prepares reflections of one block to be applied together, once all their vectors and factors are set.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">Their number.</param>
    public void Close(int first, int count)
    {
        if (count > Smallest)
        {
            int half = Half(count);
            Close(first, half);
            Close(first + half, count - half);
            Join(first, half, count);
            return;
        }

        Matrix vectors = Vectors.View(first, count, Start(first), Vectors.Columns - Start(first)), triangle = Triangle(first, count);
        for (int i = 0; i < count; i++)
        {
            double factor = _factors[first + i];
            for (int row = 0; row < i; row++)
            {
                triangle[row, i] = VectorKernels.Dot(vectors.Row(row)[i..], vectors.Row(i)[i..]);
            }

            for (int row = 0; row < i; row++)
            {
                double sum = 0;
                for (int k = row; k < i; k++)
                {
                    sum += triangle[row, k] * triangle[k, i];
                }

                triangle[row, i] = -factor * sum;
            }

            triangle[i, i] = factor;
        }
    }

    /// <summary>Prepares reflections whose two parts are prepared: <c>T = [T₁, −T₁ V₁ᵀ V₂ T₂; 0, T₂]</c>.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="half">The number in the first part.</param>
    /// <param name="count">The number in both.</param>
    /// <remarks>Source: Elmroth and Gustavson (2000), Applying Recursion to Serial and Parallel QR Factorization, IBM Journal of Research and Development 44(4).</remarks>
    public void Join(int first, int half, int count)
    {
        int start = Start(first + half), length = Vectors.Columns - start, rest = count - half;
        Matrix products = new(half, rest), turned = new(half, rest);
        MatrixProduct.Multiply(Vectors.View(first, half, start, length), Vectors.View(first + half, rest, start, length), products, transposeB: true);
        MatrixProduct.Multiply(Triangle(first, half), products, turned);
        MatrixProduct.Multiply(
            turned, Triangle(first + half, rest), _triangles.View(first, half, (first % Width) + half, rest), alpha: -1);
    }

    /// <summary>Prepares all blocks.</summary>
    public void CloseAll()
    {
        for (int first = 0; first < Count; first += Width)
        {
            Close(first, Math.Min(Width, Count - first));
        }
    }

    /// <summary>Parts a number of reflections: about a half, a multiple of <see cref="Smallest"/>.</summary>
    public static int Half(int count) => ((count / 2) + Smallest - 1) / Smallest * Smallest;

    /// <summary>Replaces lines L by <c>L Q</c>, with the product Q of some reflections of one block.</summary>
    /// <param name="first">The first reflection.</param>
    /// <param name="count">The number of reflections.</param>
    /// <param name="lines">The lines, as long as the vectors.</param>
    public void ApplyToLines(int first, int count, Matrix lines)
    {
        int start = Start(first);
        Matrix vectors = Vectors.View(first, count, start, Vectors.Columns - start), target = lines.View(0, lines.Rows, start, lines.Columns - start);
        Matrix products = new(lines.Rows, count), turned = new(lines.Rows, count);
        MatrixProduct.Multiply(target, vectors, products, transposeB: true);
        MatrixProduct.Multiply(products, Triangle(first, count), turned);
        MatrixProduct.Multiply(turned, vectors, target, alpha: -1, beta: 1);
    }

    /// <summary>Replaces a matrix C by <c>Q C</c>, or by <c>Qᵀ C</c>.</summary>
    /// <param name="matrix">The matrix, as many rows as the vectors have elements.</param>
    /// <param name="transpose">Whether Q is transposed.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public void Apply(Matrix matrix, bool transpose, int degree)
    {
        int blocks = (Count + Width - 1) / Width;
        for (int block = 0; block < blocks; block++)
        {
            ApplyBlock((transpose ? block : blocks - 1 - block) * Width, matrix, 0, transpose, degree);
        }
    }

    /// <summary>Creates the first columns of Q.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new matrix with orthonormal columns.</returns>
    public Matrix Columns(int columns, int degree)
    {
        var q = new Matrix(Vectors.Columns, columns);
        for (int i = 0; i < Math.Min(q.Rows, columns); i++)
        {
            q[i, i] = 1;
        }

        for (int first = (Count - 1) / Width * Width; first >= 0 && Count > 0; first -= Width)
        {
            int start = Start(first);
            if (start < columns)
            {
                ApplyBlock(first, q, start, transpose: false, degree);
            }
        }

        return q;
    }

    /// <summary>Applies one block to the columns of a matrix from a first one on.</summary>
    public void ApplyBlock(int first, Matrix matrix, int firstColumn, bool transpose, int degree)
    {
        int width = Math.Min(Width, Count - first);
        int start = Start(first);
        int columns = matrix.Columns - firstColumn;
        if (columns == 0 || start >= matrix.Rows)
        {
            return;
        }

        Matrix vectors = Vectors.View(first, width, start, Vectors.Columns - start);
        Matrix target = matrix.View(start, matrix.Rows - start, firstColumn, columns);
        Matrix triangle = Triangle(first, width);

        // From the pool: as new matrices the two cost a quarter of qr_1000 (158 ms, not 118), in clearing and collecting them.
        using var scratch = new ScratchBuffer(2 * width * columns);
        double* products = scratch.Pointer, turned = products + ((nint)width * columns);
        fixed (double* v = vectors.Storage(), t = triangle.Storage(), c = target.Storage())
        {
            Operand left = Operand.Of(v, vectors.Stride, transpose: false), elements = Operand.Of(c, target.Stride, transpose: false);
            MatrixProduct.Run(left, elements, products, columns, new ProductShape(width, columns, target.Rows), new ProductScale(1, 0), degree);
            MatrixProduct.Run(
                Operand.Of(t, triangle.Stride, transpose),
                Operand.Of(products, columns, transpose: false),
                turned,
                columns,
                new ProductShape(width, columns, width),
                new ProductScale(1, 0),
                degree);
            MatrixProduct.Run(
                left.Transpose(),
                Operand.Of(turned, columns, transpose: false),
                c,
                target.Stride,
                new ProductShape(target.Rows, columns, width),
                new ProductScale(-1, 1),
                degree);
        }
    }

    private Matrix Triangle(int first, int count) => _triangles.View(first, count, first % Width, count);

    private int Start(int first) => _shift + first;
}
