using Modelyard.Numerics;
using Modelyard.Numerics.Factorization;

namespace Modelyard.Tests.Numerics;

public sealed class RowProductsTests
{
    public static TheoryData<int, int> Shapes => new() { { 0, 3 }, { 1, 1 }, { 3, 5 }, { 4, 4 }, { 7, 8 }, { 9, 15 }, { 21, 30 }, { 64, 33 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_are_added_with_their_factors(int rows, int columns)
    {
        Matrix matrix = RandomMatrix.Strided(rows, columns, 1);
        double[] factors = Vector(rows, 2), sums = Vector(columns, 3), expected = [.. sums];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                expected[j] += factors[i] * matrix[i, j];
            }
        }

        RowProducts.AddRows(matrix, factors, sums);

        Assert.All(Enumerable.Range(0, columns), j => Assert.Equal(expected[j], sums[j], 1e-13));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_pass_gives_the_image_the_column_and_its_products(int rows, int columns)
    {
        Matrix matrix = RandomMatrix.Strided(rows, columns, 4);
        double[] vector = Vector(columns, 5), image = Vector(rows, 6), column = Vector(rows, 7), sums = Vector(columns, 8);
        double[] images = new double[rows], heads = new double[rows], products = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            images[i] = 1.7 * (Enumerable.Range(0, columns).Sum(j => matrix[i, j] * vector[j]) - image[i]);
            heads[i] = matrix[i, 0] - column[i] - images[i];
            for (int j = 0; j < columns; j++)
            {
                products[j] += heads[i] * matrix[i, j];
            }
        }

        RowProducts.Project(matrix, vector, 1.7, image, column, sums);

        Assert.All(Enumerable.Range(0, rows), i => Assert.Equal((images[i], heads[i]), (image[i], column[i]), Near));
        Assert.All(Enumerable.Range(0, columns), j => Assert.Equal(products[j], sums[j], 1e-11));
    }

    private static bool Near((double First, double Second) expected, (double First, double Second) actual) =>
        Math.Abs(expected.First - actual.First) < 1e-12 && Math.Abs(expected.Second - actual.Second) < 1e-12;

    private static double[] Vector(int length, ulong seed) => RandomMatrix.Gaussian(1, length, seed).Row(0).ToArray();
}
