using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

/// <summary>Draws matrices for tests.</summary>
internal static class RandomMatrix
{
    public static Matrix Gaussian(int rows, int columns, ulong seed)
    {
        var matrix = new Matrix(rows, columns);
        var stream = new RandomStream(seed);
        foreach (ref double element in matrix.AsSpan())
        {
            element = stream.NextGaussian();
        }

        return matrix;
    }

    /// <summary>Draws a matrix that is a view with gaps between its rows.</summary>
    public static Matrix Strided(int rows, int columns, ulong seed)
    {
        Matrix whole = Gaussian(rows + 3, columns + 5, seed);
        return whole.View(2, rows, 3, columns);
    }

    public static double LargestDifference(Matrix a, Matrix b)
    {
        Assert.Equal((a.Rows, a.Columns), (b.Rows, b.Columns));
        double largest = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                double difference = Math.Abs(a[i, j] - b[i, j]);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }

    public static Matrix Product(Matrix a, Matrix b, bool transposeA = false, bool transposeB = false)
    {
        var product = new Matrix(transposeA ? a.Columns : a.Rows, transposeB ? b.Rows : b.Columns);
        MatrixProduct.Multiply(a, b, product, transposeA, transposeB);
        return product;
    }
}
