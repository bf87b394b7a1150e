using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class SvdTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 3 }, { 3, 0 }, { 1, 1 }, { 1, 5 }, { 5, 1 }, { 2, 2 }, { 7, 7 }, { 33, 31 }, { 31, 33 }, { 64, 64 }, { 200, 97 }, { 65, 130 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_factors_multiply_back_and_the_vectors_are_orthonormal(int rows, int columns)
    {
        Matrix matrix = RandomMatrix.Strided(rows, columns, 1);
        Svd svd = Svd.Of(matrix);
        AssertFactors(matrix, svd, 1e-12);
        Assert.Equal(Math.Min(rows, columns), svd.Rank);
        double[] values = Svd.Of(matrix, vectors: false).SingularValues;
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(svd.SingularValues[i], values[i], 1e-11));
    }

    [Fact]
    public void The_squares_of_the_singular_values_are_the_eigenvalues_of_the_gram_matrix()
    {
        Matrix matrix = RandomMatrix.Gaussian(80, 45, 2);
        var gram = new Matrix(45, 45);
        MatrixProduct.Gram(matrix, gram);
        double[] eigenvalues = SymmetricEigen.Of(gram).Values;
        double[] values = Svd.Of(matrix).SingularValues;
        Assert.All(Enumerable.Range(0, 45), i => Assert.Equal(eigenvalues[44 - i], values[i] * values[i], 1e-10));
    }

    [Fact]
    public void A_matrix_of_low_rank_shows_it()
    {
        Matrix matrix = RandomMatrix.Product(RandomMatrix.Gaussian(60, 4, 3), RandomMatrix.Gaussian(4, 50, 4));
        Svd svd = Svd.Of(matrix);
        AssertFactors(matrix, svd, 1e-11);
        Assert.Equal(4, svd.Rank);
        Assert.Equal(4, PivotedQR.Of(matrix).Rank);
    }

    [Fact]
    public void Zeros_on_the_diagonal_are_cleared()
    {
        Matrix matrix = new(6, 6);
        for (int i = 0; i < 5; i++)
        {
            matrix[i, i] = i == 2 ? 0 : i + 1;
            matrix[i, i + 1] = 1;
        }

        AssertFactors(matrix, Svd.Of(matrix), 1e-14);
        AssertFactors(new Matrix(4, 3), Svd.Of(new Matrix(4, 3)), 0);
    }

    [Theory]
    [InlineData("even", 90, 90)]
    [InlineData("even", 260, 131)]
    [InlineData("falling by tens", 150, 150)]
    [InlineData("falling by tens", 100, 280)]
    [InlineData("falling to nothing", 150, 120)]
    [InlineData("repeated", 150, 150)]
    [InlineData("repeated", 97, 203)]
    [InlineData("one above many", 140, 140)]
    [InlineData("close", 201, 101)]
    [InlineData("half of them zero", 128, 128)]
    public void Singular_values_that_a_matrix_was_made_of_are_found(string spectrum, int rows, int columns)
    {
        int count = Math.Min(rows, columns);
        double[] expected = [.. Enumerable.Range(0, count).Select(i => spectrum switch
        {
            "even" => 1 + i,
            "falling by tens" => Math.Pow(10, -15.0 * i / count),
            "falling to nothing" => Math.Pow(10, -250.0 * i / count),
            "repeated" => 1 + (i % 3),
            "one above many" => i == 0 ? 1000 : 1,
            "close" => 1 + (1e-13 * i),
            _ => i % 2 == 0 ? 0 : 1.0 / (1 + i),
        }).OrderDescending()];
        Matrix left = QR.Of(RandomMatrix.Gaussian(rows, count, 21)).Q(), right = QR.Of(RandomMatrix.Gaussian(columns, count, 22)).Q();
        for (int i = 0; i < rows; i++)
        {
            VectorKernels.Multiply(expected, left.Row(i));
        }

        Matrix matrix = RandomMatrix.Product(left, right, transposeB: true);
        Svd svd = Svd.Of(matrix);

        AssertFactors(matrix, svd, 1e-14 * count * expected[0]);
        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(expected[i], svd.SingularValues[i], 2e-14 * expected[0]));
    }

    [Theory]
    [InlineData("ones")]
    [InlineData("glued")]
    [InlineData("graded")]
    [InlineData("graded upwards")]
    [InlineData("apart")]
    [InlineData("clustered")]
    [InlineData("zero rows")]
    [InlineData("zero columns")]
    [InlineData("tiny in one half")]
    [InlineData("one beside zeros")]
    public void Bidiagonal_matrices_whose_halves_are_hard_to_join_keep_orthonormal_vectors(string kind)
    {
        const int Size = 210;
        var matrix = new Matrix(Size, Size);
        var stream = new RandomStream(12);
        for (int i = 0; i < Size; i++)
        {
            (double diagonal, double beside) = kind switch
            {
                "ones" => (1, 1),
                "glued" => (Math.Abs((i % 21) - 10), i % 21 == 20 ? 1e-8 : 1),
                "graded" => (Math.Pow(10, -i / 10.0), Math.Pow(10, -i / 10.0)),
                "graded upwards" => (Math.Pow(10, (i - Size) / 10.0), 0.3 * Math.Pow(10, (i - Size) / 10.0)),
                "apart" => (i % 3, i % 7 == 0 ? 1e-3 : 0),
                "clustered" => (1 + (1e-14 * stream.NextDouble()), 1e-15 * stream.NextDouble()),
                "zero rows" => i % 35 == 0 ? (0.0, 0.0) : (stream.NextGaussian(), stream.NextGaussian()),
                "zero columns" => (i % 15 == 0 ? 0 : stream.NextGaussian(), i % 15 == 14 ? 0 : stream.NextGaussian()),
                "tiny in one half" => i > 100 ? (1e-200 * stream.NextGaussian(), 1e-200 * stream.NextGaussian()) : (stream.NextGaussian(), stream.NextGaussian()),
                _ => i == 105 ? (0.0, 1.0) : (0, 0),
            };
            matrix[i, i] = diagonal;
            if (i + 1 < Size)
            {
                matrix[i, i + 1] = beside;
            }
        }

        Svd svd = Svd.Of(matrix);

        AssertFactors(matrix, svd, 3e-14);
        AssertFactors(matrix.Transpose(), Svd.Of(matrix.Transpose()), 3e-14);
        double[] values = Svd.Of(matrix, vectors: false).SingularValues;
        Assert.All(Enumerable.Range(0, Size), i => Assert.Equal(values[i], svd.SingularValues[i], 1e-13));
        if (kind == "ones")
        {
            Assert.All(Enumerable.Range(0, Size), i => Assert.Equal(2 * Math.Cos(Math.PI * (i + 1) / ((2 * Size) + 1)), svd.SingularValues[i], 1e-14));
        }
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(80, 70)]
    [InlineData(45, 99)]
    public void Values_and_vectors_agree_with_those_of_rotations_of_pairs_of_columns(int rows, int columns)
    {
        Matrix matrix = RandomMatrix.Gaussian(rows, columns, 14);
        (double[] values, Matrix lines) = TurnColumns(matrix);
        Svd svd = Svd.Of(matrix);

        for (int i = 0; i < svd.SingularValues.Length; i++)
        {
            Assert.Equal(values[i], svd.SingularValues[i], 5e-13);
            Assert.Equal(1, Math.Abs(VectorKernels.Dot(lines.Row(i), svd.VTransposed.Row(i))), 1e-10);
        }
    }

    [Theory]
    [InlineData(20, 1e-300)]
    [InlineData(20, 1e300)]
    [InlineData(90, 1e-300)]
    [InlineData(90, 1e-160)]
    [InlineData(90, 1e-9)]
    [InlineData(90, 1e160)]
    [InlineData(90, 1e300)]
    [InlineData(90, 0)]
    public void Extreme_elements_neither_overflow_nor_vanish(int size, double scale)
    {
        Matrix matrix = RandomMatrix.Gaussian(size + 5, size, 15);
        double[] expected = Svd.Of(matrix).SingularValues;
        VectorKernels.Scale(scale, matrix.AsSpan());
        Svd svd = Svd.Of(matrix);

        AssertFactors(matrix, svd, 1e-12 * scale);
        Assert.All(Enumerable.Range(0, size), i => Assert.Equal(expected[i] * scale, svd.SingularValues[i], 1e-12 * scale));
    }

    [Fact]
    public void Any_degree_gives_the_same_bits()
    {
        Matrix matrix = RandomMatrix.Gaussian(150, 90, 5);
        Assert.Equal(0, RandomMatrix.LargestDifference(Svd.Of(matrix).U, Svd.Of(matrix, degree: 4).U));
    }

    /// <summary>Turns pairs of columns until all are orthogonal (Hestenes 1958): their lengths are the singular values, the turns the right vectors.</summary>
    private static (double[] Values, Matrix Lines) TurnColumns(Matrix matrix)
    {
        Matrix columns = matrix.Transpose(), turns = Matrix.Identity(matrix.Columns);
        for (double worst = 1; worst > 1e-15;)
        {
            worst = 0;
            for (int i = 0; i < columns.Rows; i++)
            {
                for (int j = i + 1; j < columns.Rows; j++)
                {
                    double p = VectorKernels.SumOfSquares(columns.Row(i)), q = VectorKernels.SumOfSquares(columns.Row(j)), r = VectorKernels.Dot(columns.Row(i), columns.Row(j));
                    if (Math.Abs(r) <= 1e-15 * Math.Sqrt(p * q) || Math.Min(p, q) < 1e-24 * Math.Max(p, q))
                    {
                        continue;
                    }

                    worst = Math.Max(worst, Math.Abs(r) / Math.Sqrt(p * q));
                    double half = (q - p) / (2 * r), tangent = Math.CopySign(1, half) / (Math.Abs(half) + Math.Sqrt(1 + (half * half)));
                    double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                    foreach (Matrix lines in new[] { columns, turns })
                    {
                        Span<double> one = lines.Row(i), other = lines.Row(j);
                        for (int k = 0; k < one.Length; k++)
                        {
                            (one[k], other[k]) = (cosine * (one[k] - (tangent * other[k])), cosine * (other[k] + (tangent * one[k])));
                        }
                    }
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, columns.Rows).OrderByDescending(i => VectorKernels.Norm(columns.Row(i)))];
        return ([.. order.Select(i => VectorKernels.Norm(columns.Row(i)))], turns.SelectRows(order));
    }

    private static void AssertFactors(Matrix matrix, Svd svd, double tolerance)
    {
        Matrix left = svd.U.Copy();
        for (int i = 0; i < left.Rows; i++)
        {
            VectorKernels.Multiply(svd.SingularValues, left.Row(i));
        }

        int count = svd.SingularValues.Length;
        Assert.InRange(RandomMatrix.LargestDifference(matrix, RandomMatrix.Product(left, svd.VTransposed)), 0, tolerance);
        Assert.InRange(RandomMatrix.LargestDifference(Matrix.Identity(count), RandomMatrix.Product(svd.U, svd.U, transposeA: true)), 0, 1e-12);
        Assert.InRange(RandomMatrix.LargestDifference(Matrix.Identity(count), RandomMatrix.Product(svd.VTransposed, svd.VTransposed, transposeB: true)), 0, 1e-12);
        Assert.Equal(svd.SingularValues.OrderDescending(), svd.SingularValues);
        Assert.All(svd.SingularValues, value => Assert.True(value >= 0));
    }
}
