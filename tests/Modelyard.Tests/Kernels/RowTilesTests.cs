using Modelyard.Kernels;
using Modelyard.Numerics;

namespace Modelyard.Tests.Kernels;

public sealed class RowTilesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 3)]
    [InlineData(16, 7)]
    [InlineData(33, 20)]
    [InlineData(5, 0)]
    public void Distances_are_those_of_the_rows_one_by_one(int rows, int features)
    {
        var random = new RandomStream(5);
        var matrix = new Matrix(rows, features);
        foreach (ref double value in matrix.AsSpan())
        {
            value = random.NextGaussian();
        }

        double[] row = [.. Enumerable.Range(0, features).Select(feature => 0.5 * feature)];
        var tiles = new RowTiles(matrix);
        Assert.InRange(tiles.Width, rows, rows + 15);
        double[] distances = new double[tiles.Width];
        tiles.SquaredDistances(row, distances);
        for (int i = 0; i < rows; i++)
        {
            Assert.Equal(VectorKernels.SquaredDistance(row, matrix.Row(i)), distances[i], 1e-12 * (1 + distances[i]));
        }
    }

    [Theory]
    [InlineData(KernelKind.Rbf)]
    [InlineData(KernelKind.Polynomial)]
    public void Rows_of_the_kernel_matrix_are_what_the_kernel_says(KernelKind kind)
    {
        var random = new RandomStream(6);
        var matrix = new Matrix(21, 4);
        foreach (ref double value in matrix.AsSpan())
        {
            value = random.NextGaussian();
        }

        var kernel = new Kernel(kind, Gamma: 0.3, Degree: 2, Offset: 1);
        var kept = new KernelRows(matrix, kernel, bytes: 1 << 20);
        double[] expected = new double[21];
        kernel.Compare(matrix.Row(4), matrix, expected);
        Assert.Equal(expected.Length, kept.Compare(matrix.Row(4)).Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], kept.Compare(matrix.Row(4))[i], 1e-12 * (1 + Math.Abs(expected[i])));
            Assert.Equal((float)expected[i], kept.Row(4)[i], 1e-6f * (1 + Math.Abs((float)expected[i])));
        }
    }
}
