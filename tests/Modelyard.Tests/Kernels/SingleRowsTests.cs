using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Kernels;

public sealed class SingleRowsTests
{
    private const int Rows = 1203;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(600)]
    public void Distances_are_those_of_double_precision_whatever_rows_are_asked_for(int features)
    {
        Matrix rows = Cloud(features, offset: 1.6e9);
        var single = new SingleRows(rows);
        int[][] asked = [[.. Enumerable.Range(0, Rows)], [.. Enumerable.Range(3, 90)], [7], [8, 9, 11, 16, 17, 18, 19, 20, 21, 22, 23, 202], [40, 5, 39, 38, 41, 42, 43, 44, 45]];
        foreach (int[] others in asked)
        {
            float[] distances = new float[others.Length];
            single.SquaredDistances(12, others, distances);
            for (int i = 0; i < others.Length; i++)
            {
                double exact = VectorKernels.SquaredDistance(rows.Row(12), rows.Row(others[i]));
                Assert.InRange(distances[i], exact * (1 - 1e-5), (exact * (1 + 1e-5)) + 1e-9);
            }
        }
    }

    [Fact]
    public void A_matrix_on_demand_holds_what_a_whole_one_holds()
    {
        Matrix rows = Cloud(4, 0);
        var data = Dataset.WithoutTarget(rows);
        int[] all = [.. Enumerable.Range(0, Rows)], places = [.. Enumerable.Range(20, 50), .. Enumerable.Range(990, 31)];
        ComparedRows compared = ComparedRows.Of(data, new KernelFunction(Modelyard.Kernels.KernelKind.Rbf, 0.3, 3, 0), all);
        KernelMatrix whole = KernelMatrix.Of(compared, FitContext.Default);
        float[] memory = new float[KernelMatrix.Elements(places.Length)];
        memory.AsSpan().Fill(float.NaN);
        KernelMatrix part = KernelMatrix.OnDemand(compared, places, memory);
        for (int row = places.Length - 1; row >= 0; row--)
        {
            ReadOnlySpan<float> own = part.Row(row);
            for (int column = 0; column < places.Length; column++)
            {
                Assert.Equal(whole.Row(places[row])[places[column]], own[column]);
            }

            Assert.True(own[places.Length..].IndexOfAnyExcept(0f) < 0);
        }
    }

    private static Matrix Cloud(int features, double offset)
    {
        var rows = new Matrix(Rows, features);
        for (int row = 0; row < Rows; row++)
        {
            var random = new RandomStream(3, (ulong)row);
            foreach (ref double value in rows.Row(row))
            {
                value = offset + random.NextGaussian();
            }
        }

        return rows;
    }
}
