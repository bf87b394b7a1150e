using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class QRTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 0, 3 }, { 3, 0 }, { 1, 1 }, { 1, 5 }, { 5, 1 }, { 7, 7 }, { 33, 31 }, { 31, 33 }, { 100, 64 }, { 200, 97 }, { 65, 130 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_factors_multiply_back_and_Q_is_orthonormal(int rows, int columns)
    {
        Matrix matrix = RandomMatrix.Strided(rows, columns, 1);

        QR factors = QR.Of(matrix);
        Matrix q = factors.Q();

        Assert.InRange(RandomMatrix.LargestDifference(matrix, RandomMatrix.Product(q, factors.R)), 0, 1e-13 * (rows + 10));
        Assert.InRange(RandomMatrix.LargestDifference(Matrix.Identity(q.Columns), RandomMatrix.Product(q, q, transposeA: true)), 0, 1e-13);
        for (int i = 0; i < factors.R.Rows; i++)
        {
            Assert.Equal(-1, factors.R.Row(i)[..i].IndexOfAnyExcept(0.0));
        }
    }

    [Fact]
    public void Q_times_its_transpose_leaves_a_matrix_as_it_was()
    {
        Matrix matrix = RandomMatrix.Gaussian(90, 40, 2), other = RandomMatrix.Gaussian(90, 7, 3), turned = other.Copy();
        QR factors = QR.Of(matrix, degree: 2);

        factors.MultiplyTransposedQ(turned);
        Matrix thin = RandomMatrix.Product(factors.Q(), other, transposeA: true);
        Assert.InRange(RandomMatrix.LargestDifference(thin, turned.RowRange(0, 40)), 0, 1e-12);

        factors.MultiplyQ(turned);
        Assert.InRange(RandomMatrix.LargestDifference(other, turned), 0, 1e-12);
    }

    [Fact]
    public void Any_degree_gives_the_same_bits()
    {
        Matrix matrix = RandomMatrix.Gaussian(300, 200, 4);
        Assert.Equal(0, RandomMatrix.LargestDifference(QR.Of(matrix).R, QR.Of(matrix, degree: 4).R));
    }
}
