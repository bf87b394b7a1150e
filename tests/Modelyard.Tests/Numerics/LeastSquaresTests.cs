using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class LeastSquaresTests
{
    [Theory]
    [InlineData(5, 5, 5)]
    [InlineData(40, 7, 7)]
    [InlineData(7, 40, 7)]
    [InlineData(40, 12, 5)]
    [InlineData(20_000, 12, 12)]
    [InlineData(20_000, 12, 5)]
    public void The_solution_is_that_of_the_pseudo_inverse(int rows, int columns, int rank)
    {
        Matrix matrix = rank == Math.Min(rows, columns)
            ? RandomMatrix.Gaussian(rows, columns, 1)
            : RandomMatrix.Product(RandomMatrix.Gaussian(rows, rank, 2), RandomMatrix.Gaussian(rank, columns, 3));
        Matrix rightSides = RandomMatrix.Gaussian(rows, 2, 4);

        Matrix solution = LeastSquares.Solve(matrix, rightSides, out int found);

        Svd svd = Svd.Of(matrix);
        Matrix expected = RandomMatrix.Product(svd.U.View(0, rows, 0, rank), rightSides, transposeA: true);
        for (int i = 0; i < rank; i++)
        {
            VectorKernels.Scale(1 / svd.SingularValues[i], expected.Row(i));
        }

        expected = RandomMatrix.Product(svd.VTransposed.RowRange(0, rank), expected, transposeA: true);
        Assert.Equal(rank, found);
        Assert.InRange(RandomMatrix.LargestDifference(expected, solution), 0, 1e-10);
        Assert.Equal(0, RandomMatrix.LargestDifference(solution, LeastSquares.Solve(matrix, rightSides, out _, degree: 4)));
    }

    [Fact]
    public void Columns_are_taken_in_the_order_of_what_they_add()
    {
        Matrix matrix = RandomMatrix.Strided(50, 20, 5);
        PivotedQR factors = PivotedQR.Of(matrix);
        Matrix chosen = new(50, 20);
        for (int i = 0; i < 50; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                chosen[i, j] = matrix[i, factors.Columns[j]];
            }
        }

        Assert.InRange(RandomMatrix.LargestDifference(chosen, RandomMatrix.Product(factors.Q(), factors.R)), 0, 1e-13);
        for (int i = 1; i < 20; i++)
        {
            Assert.True(Math.Abs(factors.R[i, i]) <= Math.Abs(factors.R[i - 1, i - 1]));
        }
    }
}
