using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class CholeskyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(257)]
    public void The_factor_multiplies_back_and_solves(int size)
    {
        Matrix matrix = PositiveDefinite(size);
        Matrix rightSides = RandomMatrix.Strided(size, 3, 2);
        Matrix solutions = rightSides.Copy();

        Cholesky cholesky = Cholesky.Of(matrix);
        cholesky.Solve(solutions);

        Assert.InRange(RandomMatrix.LargestDifference(matrix, RandomMatrix.Product(cholesky.Upper, cholesky.Upper, transposeA: true)), 0, 1e-11 * (size + 1));
        Assert.InRange(RandomMatrix.LargestDifference(rightSides, RandomMatrix.Product(matrix, solutions)), 0, 1e-11 * (size + 1));
        Assert.InRange(RandomMatrix.LargestDifference(Matrix.Identity(size), RandomMatrix.Product(matrix, cholesky.Inverse())), 0, 1e-11 * (size + 1));
        for (int i = 0; i < size; i++)
        {
            Assert.Equal(-1, cholesky.Upper.Row(i)[..i].IndexOfAnyExcept(0.0));
        }
    }

    [Fact]
    public void Any_degree_gives_the_same_bits()
    {
        Matrix matrix = PositiveDefinite(300);
        Assert.Equal(0, RandomMatrix.LargestDifference(Cholesky.Of(matrix).Upper, Cholesky.Of(matrix, degree: 4).Upper));
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused_by_its_pivot()
    {
        Matrix matrix = PositiveDefinite(80);
        matrix[57, 57] = -1;

        NotPositiveDefiniteException failure = Assert.Throws<NotPositiveDefiniteException>(() => Cholesky.Of(matrix));

        Assert.Equal(57, failure.Index);
        Assert.True(failure.Pivot < 0);
        Assert.False(Cholesky.TryOf(matrix, out _));
    }

    [Fact]
    public void A_matrix_with_a_missing_value_is_refused()
    {
        Matrix matrix = PositiveDefinite(5);
        matrix[1, 3] = double.NaN;
        Assert.False(Cholesky.TryOf(matrix, out _));
    }

    [Fact]
    public void The_determinant_of_a_diagonal_is_its_product()
    {
        Matrix diagonal = Matrix.Identity(3);
        diagonal[1, 1] = 4;
        diagonal[2, 2] = 0.5;
        Assert.Equal(Math.Log(2), Cholesky.Of(diagonal).LogDeterminant, 14);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_triangle_solves_what_it_multiplies(bool upper, bool transpose)
    {
        foreach (int size in new[] { 1, 5, 70, 130 })
        {
            Matrix full = RandomMatrix.Strided(size, size, 5);
            Matrix triangle = new(size, size);
            for (int i = 0; i < size; i++)
            {
                full[i, i] += 20;
                for (int j = 0; j < size; j++)
                {
                    triangle[i, j] = (upper ? j >= i : j <= i) ? full[i, j] : 0;
                }
            }

            Matrix solution = RandomMatrix.Gaussian(size, 4, 6);
            Matrix rightSides = RandomMatrix.Product(triangle, solution, transposeA: transpose);
            double[] one = new double[size];
            rightSides.CopyColumnTo(2, one);

            TriangularSolve.InPlace(full, upper, transpose, rightSides);
            TriangularSolve.InPlace(full, upper, transpose, one);

            Assert.InRange(RandomMatrix.LargestDifference(solution, rightSides), 0, 1e-12);
            Assert.All(Enumerable.Range(0, size), i => Assert.Equal(solution[i, 2], one[i], 1e-12));
        }
    }

    private static Matrix PositiveDefinite(int size)
    {
        Matrix factor = RandomMatrix.Gaussian(size, size, 1);
        Matrix matrix = RandomMatrix.Product(factor, factor, transposeA: true);
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] += size;
        }

        return matrix;
    }
}
