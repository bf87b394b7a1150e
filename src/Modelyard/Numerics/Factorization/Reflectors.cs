namespace Modelyard.Numerics.Factorization;

/// <summary>Represents a product of Householder reflections <c>Q = H₀ H₁ ...</c>, applied in blocks by matrix products.</summary>
/// <remarks>
/// The vector of a reflection is a row here, so that it is contiguous. A block of reflections is <c>I − V T Vᵀ</c>.
/// Source: Schreiber and Van Loan (1989), A Storage-Efficient WY Representation for Products of Householder Transformations.
/// </remarks>
internal sealed class Reflectors
{
    /// <summary>The number of reflections in a block.</summary>
    public const int Width = 32;

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

    /// <summary>Prepares a block once all its vectors and factors are set.</summary>
    /// <param name="first">The first reflection of the block, a multiple of <see cref="Width"/>.</param>
    public void Close(int first)
    {
        int width = Math.Min(Width, Count - first);
        int start = Start(first);
        Matrix vectors = Vectors.View(first, width, start, Vectors.Columns - start);
        var products = new Matrix(width, width);
        MatrixProduct.Multiply(vectors, vectors, products, transposeB: true);
        Matrix triangle = _triangles.View(first, width, 0, width);
        for (int i = 0; i < width; i++)
        {
            double factor = _factors[first + i];
            for (int row = 0; row < i; row++)
            {
                double sum = 0;
                for (int k = row; k < i; k++)
                {
                    sum += triangle[row, k] * products[k, i];
                }

                triangle[row, i] = -factor * sum;
            }

            triangle[i, i] = factor;
        }
    }

    /// <summary>Prepares all blocks.</summary>
    public void CloseAll()
    {
        for (int first = 0; first < Count; first += Width)
        {
            Close(first);
        }
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
        var products = new Matrix(width, columns);
        var turned = new Matrix(width, columns);
        MatrixProduct.Multiply(vectors, target, products, degree: degree);
        MatrixProduct.Multiply(_triangles.View(first, width, 0, width), products, turned, transposeA: transpose, degree: degree);
        MatrixProduct.Multiply(vectors, turned, target, transposeA: true, alpha: -1, beta: 1, degree: degree);
    }

    private int Start(int first) => _shift + first;
}
