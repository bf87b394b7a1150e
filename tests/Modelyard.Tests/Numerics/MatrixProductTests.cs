using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

[Collection("SIMD paths")]
public sealed class MatrixProductTests
{
    private const int Run = 256;

    public static TheoryData<string, int, int, int> Shapes()
    {
        var shapes = new TheoryData<string, int, int, int>();
        foreach (string path in new[] { "Scalar", "Vector256", "Vector512" })
        {
            foreach ((int m, int n, int k) in new[]
            {
                (0, 3, 2), (3, 0, 2), (3, 2, 0), (1, 1, 1), (1, 10, 784), (2, 3, 257), (4, 12, 256), (5, 13, 300), (7, 1, 9),
                (8, 16, 16), (33, 17, 65), (130, 29, 11), (200, 100, 513), (5, 800, 300), (3, 2100, 5), (17, 2050, 3),
            })
            {
                shapes.Add(path, m, n, k);
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_path_equals_the_definition_to_the_bit(string path, int rows, int columns, int depth)
    {
        using var forced = new ForcedPath(path);
        foreach ((bool transposeA, bool transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            Matrix a = RandomMatrix.Strided(transposeA ? depth : rows, transposeA ? rows : depth, 1);
            Matrix b = RandomMatrix.Strided(transposeB ? columns : depth, transposeB ? depth : columns, 2);
            Matrix result = RandomMatrix.Strided(rows, columns, 3);
            Matrix expected = Definition(a, b, result, transposeA, transposeB, alpha: 0.7, beta: -1.3);

            MatrixProduct.Multiply(a, b, result, transposeA, transposeB, alpha: 0.7, beta: -1.3);

            Assert.Equal(0, RandomMatrix.LargestDifference(expected, result));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Any_degree_gives_the_same_bits(int degree)
    {
        foreach ((int m, int n, int k) in new[] { (300, 40, 700), (20, 900, 600), (9, 3, 5000), (400, 300, 20) })
        {
            Matrix a = RandomMatrix.Gaussian(m, k, 4);
            Matrix b = RandomMatrix.Gaussian(k, n, 5);
            var one = new Matrix(m, n);
            var many = new Matrix(m, n);

            MatrixProduct.Multiply(a, b, one);
            MatrixProduct.Multiply(a, b, many, degree: degree);

            Assert.Equal(0, RandomMatrix.LargestDifference(one, many));
        }
    }

    [Fact]
    public void A_row_alone_equals_its_row_in_a_batch()
    {
        Matrix a = RandomMatrix.Gaussian(50, 784, 6);
        Matrix b = RandomMatrix.Gaussian(784, 10, 7);
        Matrix batch = RandomMatrix.Product(a, b);
        for (int row = 0; row < a.Rows; row++)
        {
            Assert.Equal(0, RandomMatrix.LargestDifference(batch.RowRange(row, 1), RandomMatrix.Product(a.RowRange(row, 1), b)));
        }
    }

    [Fact]
    public void A_result_that_is_not_kept_is_not_read()
    {
        var result = new Matrix([double.NaN, double.NaN, double.NaN, double.NaN], 2, 2);

        MatrixProduct.Multiply(Matrix.Identity(2), Matrix.Identity(2), result);

        Assert.Equal(0, RandomMatrix.LargestDifference(Matrix.Identity(2), result));
    }

    [Theory]
    [InlineData("Scalar")]
    [InlineData("Vector256")]
    [InlineData("Vector512")]
    public void A_gram_matrix_equals_the_product_with_the_transpose(string path)
    {
        using var forced = new ForcedPath(path);
        foreach ((int rows, int columns) in new[] { (0, 3), (1, 1), (5, 7), (300, 33), (1000, 70), (40, 300) })
        {
            Matrix a = RandomMatrix.Strided(rows, columns, 8);
            var gram = new Matrix(columns, columns);

            MatrixProduct.Gram(a, gram);

            Assert.Equal(0, RandomMatrix.LargestDifference(RandomMatrix.Product(a, a, transposeA: true), gram));
        }
    }

    [Fact]
    public void A_weighted_gram_matrix_counts_a_row_as_often_as_its_weight_says()
    {
        Matrix a = RandomMatrix.Gaussian(40, 9, 9);
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => (double)(i % 3))];
        Matrix repeated = a.SelectRows([.. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(i, i % 3))]);
        var weighted = new Matrix(9, 9);
        var expected = new Matrix(9, 9);

        MatrixProduct.Gram(a, weighted, weights);
        MatrixProduct.Gram(repeated, expected);

        Assert.InRange(RandomMatrix.LargestDifference(expected, weighted), 0, 1e-12);
        Assert.Equal(0, RandomMatrix.LargestDifference(weighted, weighted.Transpose()));
    }

    [Fact]
    public void A_gram_matrix_of_many_rows_is_the_same_for_any_degree()
    {
        Matrix a = RandomMatrix.Gaussian(40_000, 11, 10);
        var one = new Matrix(11, 11);
        var many = new Matrix(11, 11);

        MatrixProduct.Gram(a, one);
        MatrixProduct.Gram(a, many, degree: 4);

        Assert.Equal(0, RandomMatrix.LargestDifference(one, many));
        Assert.InRange(RandomMatrix.LargestDifference(one, RandomMatrix.Product(a, a, transposeA: true)), 0, 1e-9);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public void A_matrix_times_a_vector_agrees_with_the_product(int degree, bool transpose)
    {
        foreach ((int rows, int columns) in new[] { (0, 2), (1, 1), (7, 13), (3000, 31), (100, 784) })
        {
            Matrix a = RandomMatrix.Strided(rows, columns, 11);
            (int length, int from) = transpose ? (columns, rows) : (rows, columns);
            Matrix x = RandomMatrix.Gaussian(from, 1, 12);
            Matrix y = RandomMatrix.Gaussian(length, 1, 13);
            Matrix expected = y.Copy();
            MatrixProduct.Multiply(a, x, expected, transpose, alpha: 2, beta: -0.5);

            MatrixProduct.MultiplyVector(a, x.AsSpan(), y.AsSpan(), transpose, alpha: 2, beta: -0.5, degree: degree);

            Assert.InRange(RandomMatrix.LargestDifference(expected, y), 0, 1e-11);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => MatrixProduct.Multiply(new Matrix(2, 3), new Matrix(4, 5), new Matrix(2, 5)));
        Assert.StartsWith("The factors are '2 x 3' and '4 x 5', which do not fit together.", failure.Message, StringComparison.Ordinal);
    }

    private static Matrix Definition(Matrix a, Matrix b, Matrix c, bool transposeA, bool transposeB, double alpha, double beta)
    {
        int depth = transposeA ? a.Rows : a.Columns;
        var result = new Matrix(c.Rows, c.Columns);
        for (int i = 0; i < c.Rows; i++)
        {
            for (int j = 0; j < c.Columns; j++)
            {
                double value = beta * c[i, j];
                for (int first = 0; first < depth; first += Run)
                {
                    double sum = 0;
                    for (int k = first; k < Math.Min(depth, first + Run); k++)
                    {
                        sum = Math.FusedMultiplyAdd(transposeA ? a[k, i] : a[i, k], transposeB ? b[j, k] : b[k, j], sum);
                    }

                    value = Math.FusedMultiplyAdd(alpha, sum, value);
                }

                result[i, j] = value;
            }
        }

        return result;
    }
}
