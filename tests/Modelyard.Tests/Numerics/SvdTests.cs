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

    [Fact]
    public void Any_degree_gives_the_same_bits()
    {
        Matrix matrix = RandomMatrix.Gaussian(150, 90, 5);
        Assert.Equal(0, RandomMatrix.LargestDifference(Svd.Of(matrix).U, Svd.Of(matrix, degree: 4).U));
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
