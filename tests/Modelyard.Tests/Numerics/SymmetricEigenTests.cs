using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(150)]
    [InlineData(301)]
    public void The_factors_multiply_back_and_the_vectors_are_orthonormal(int size)
    {
        Matrix matrix = Symmetric(size, 1);

        SymmetricEigen eigen = SymmetricEigen.Of(matrix);

        AssertFactors(matrix, eigen, 1e-13 * (size + 10));
        double[] values = SymmetricEigen.Of(matrix, vectors: false).Values;
        Assert.All(Enumerable.Range(0, size), i => Assert.Equal(eigen.Values[i], values[i], 1e-12 * (size + 1)));
    }

    [Fact]
    public void The_eigenvalues_of_the_second_difference_are_known()
    {
        const int Size = 77;
        var matrix = new Matrix(Size, Size);
        for (int i = 0; i < Size; i++)
        {
            matrix[i, i] = 2;
            if (i > 0)
            {
                matrix[i, i - 1] = matrix[i - 1, i] = -1;
            }
        }

        double[] values = SymmetricEigen.Of(matrix).Values;

        Assert.All(Enumerable.Range(1, Size), k => Assert.Equal(2 - (2 * Math.Cos(Math.PI * k / (Size + 1))), values[k - 1], 1e-13));
    }

    [Theory]
    [InlineData(20, 1e-200)]
    [InlineData(20, 1e200)]
    [InlineData(20, 0)]
    [InlineData(90, 1e-200)]
    [InlineData(90, 1e-17)]
    [InlineData(90, 1e-9)]
    [InlineData(90, 1e9)]
    [InlineData(90, 0)]
    public void Extreme_elements_neither_overflow_nor_vanish(int size, double scale)
    {
        Matrix matrix = Symmetric(size, 2);
        double[] expected = SymmetricEigen.Of(matrix).Values;
        VectorKernels.Scale(scale, matrix.AsSpan());

        double[] values = SymmetricEigen.Of(matrix).Values;

        Assert.All(Enumerable.Range(0, size), i => Assert.Equal(expected[i] * scale, values[i], 1e-12 * scale));
    }

    [Fact]
    public void A_matrix_of_low_rank_has_zeros_and_orthonormal_vectors()
    {
        Matrix factor = RandomMatrix.Gaussian(5, 60, 3);
        var matrix = new Matrix(60, 60);
        MatrixProduct.Gram(factor, matrix);

        SymmetricEigen eigen = SymmetricEigen.Of(matrix);

        AssertFactors(matrix, eigen, 1e-11);
        Assert.All(eigen.Values[..55], value => Assert.Equal(0, value, 1e-11));
    }

    [Theory]
    [InlineData("glued")]
    [InlineData("graded")]
    [InlineData("apart")]
    [InlineData("clustered")]
    [InlineData("one beside the identity")]
    public void Spectra_on_which_halves_are_hard_to_join_keep_orthonormal_vectors(string spectrum)
    {
        const int Size = 210;
        var matrix = new Matrix(Size, Size);
        var stream = new RandomStream(11);
        for (int i = 0; i < Size; i++)
        {
            // Wilkinson's matrices have pairs of eigenvalues that agree to many digits; glue makes clusters of such pairs.
            (double diagonal, double beside) = spectrum switch
            {
                "glued" => (Math.Abs((i % 21) - 10), i % 21 == 0 ? 1e-8 : 1),
                "graded" => (Math.Pow(10, -i / 10.0), 0.1 * Math.Pow(10, -i / 10.0)),
                "apart" => (i % 3, i % 7 == 0 ? 1e-3 : 0),
                "clustered" => (1 + (1e-14 * stream.NextDouble()), 1e-15 * stream.NextDouble()),
                _ => (1 + (i == 100 ? 1e-3 : 0), 0),
            };
            matrix[i, i] = diagonal;
            if (i > 0)
            {
                matrix[i, i - 1] = matrix[i - 1, i] = beside;
            }
        }

        AssertFactors(matrix, SymmetricEigen.Of(matrix), 1e-13);
    }

    [Fact]
    public void Any_degree_gives_the_same_bits()
    {
        Matrix matrix = Symmetric(160, 4);
        Assert.Equal(0, RandomMatrix.LargestDifference(SymmetricEigen.Of(matrix).Vectors, SymmetricEigen.Of(matrix, degree: 4).Vectors));
    }

    [Fact]
    public void A_matrix_with_a_missing_value_is_refused_by_its_place()
    {
        Matrix matrix = Symmetric(4, 5);
        matrix[1, 2] = double.NaN;
        ArgumentException failure = Assert.Throws<ArgumentException>(() => SymmetricEigen.Of(matrix));
        Assert.StartsWith("The element in row '1' and column '2' is 'NaN' and must be finite.", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertFactors(Matrix matrix, SymmetricEigen eigen, double tolerance)
    {
        Matrix left = eigen.Vectors.Copy();
        for (int i = 0; i < left.Rows; i++)
        {
            VectorKernels.Multiply(eigen.Values, left.Row(i));
        }

        Assert.InRange(RandomMatrix.LargestDifference(matrix, RandomMatrix.Product(left, eigen.Vectors, transposeB: true)), 0, tolerance);
        Assert.InRange(
            RandomMatrix.LargestDifference(Matrix.Identity(matrix.Rows), RandomMatrix.Product(eigen.Vectors, eigen.Vectors, transposeA: true)), 0, 1e-12);
        Assert.Equal(eigen.Values.Order(), eigen.Values);
    }

    private static Matrix Symmetric(int size, ulong seed)
    {
        Matrix matrix = RandomMatrix.Gaussian(size, size, seed);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                matrix[i, j] = matrix[j, i];
            }
        }

        return matrix;
    }
}
