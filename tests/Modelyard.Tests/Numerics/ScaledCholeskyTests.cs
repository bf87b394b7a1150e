using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class ScaledCholeskyTests
{
    [Fact]
    public void Unknowns_of_any_unit_are_solved_for_and_the_least_pivot_does_not_see_units()
    {
        double[] units = [1e-9, 1, 1e7, 1e3];
        Matrix plain = new([4, 1, 0, 1, 1, 3, 1, 0, 0, 1, 5, 2, 1, 0, 2, 6], 4, 4), scaled = plain.Copy();
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                scaled[i, j] *= units[i] * units[j];
            }
        }

        double[] expected = [1, -2, 3, 0.5], rightSide = new double[4];
        for (int i = 0; i < 4; i++)
        {
            rightSide[i] = units[i] * VectorKernels.Dot(plain.Row(i), expected);
        }

        Assert.True(ScaledCholesky.TryOf(plain.Copy(), out ScaledCholesky? one, degree: 1));
        Assert.True(ScaledCholesky.TryOf(scaled, out ScaledCholesky? other, degree: 1));
        Assert.Equal(one.LeastPivot, other.LeastPivot, 1e-12);
        other.Solve(rightSide);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i], rightSide[i] * units[i], 1e-12);
        }
    }

    [Fact]
    public void A_matrix_that_is_positive_definite_but_for_rounding_is_raised_until_it_is()
    {
        Matrix singular = new([1, 1, 1, 1], 2, 2);
        singular[1, 1] -= 1e-15;
        Assert.False(ScaledCholesky.TryOf(singular.Copy(), out _, degree: 1));
        double[] rightSide = [2, 2];
        ScaledCholesky.Raised(singular.Copy(), 1e-14, degree: 1)!.Solve(rightSide);
        Assert.Equal(2, rightSide[0] + rightSide[1], 1e-9);
        Assert.Null(ScaledCholesky.Raised(new Matrix([double.NaN, 0, 0, 1], 2, 2), 1e-14, degree: 1));
    }

    [Fact]
    public void An_unknown_whose_diagonal_element_is_zero_takes_no_part()
    {
        Assert.True(ScaledCholesky.TryOf(new Matrix([2, 0, 0, 0], 2, 2), out ScaledCholesky? factor, degree: 1));
        double[] rightSide = [6, 5];
        factor.Solve(rightSide);
        Assert.Equal(3, rightSide[0], 1e-12);
        Assert.Equal(0, rightSide[1]);
    }
}
