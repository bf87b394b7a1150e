using Modelyard.Kernels;
using Modelyard.Kernels.Similarity;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Kernels;

public sealed class OwnSimilarityTests
{
    [Theory]
    [InlineData(KernelKind.Linear)]
    [InlineData(KernelKind.Polynomial)]
    [InlineData(KernelKind.Rbf)]
    [InlineData(KernelKind.Sigmoid)]
    public void A_row_compared_with_itself_is_the_element_of_the_diagonal_dense_and_sparse(KernelKind kind)
    {
        var random = new RandomStream(2);
        var features = new Matrix(12, 9);
        foreach (ref double element in features.AsSpan())
        {
            element = random.NextDouble() < 0.5 ? 0 : random.NextGaussian();
        }

        int[] all = [.. Enumerable.Range(0, 12)];
        Dataset dense = Dataset.ForRegression(features, new double[12]), sparse = dense.WithFeatures(SparseMatrix.From(features), dense.Schema);
        foreach (Dataset data in new[] { dense, sparse })
        {
            ComparedRows rows = ComparedRows.Of(data, KernelFunction.For(data, kind, 0.3, 3, 0.5, null), all);
            float[] similarities = new float[12];
            for (int row = 0; row < 12; row++)
            {
                rows.Elements(row, all, similarities);
                Assert.Equal(similarities[row], rows.Own(row), 1e-6f);
            }
        }
    }
}
