using System.Text.Json;
using Modelyard.Decomposition;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Decomposition;

public sealed class TruncatedSvdTests
{
    [Fact]
    public void Directions_agree_with_scikit_learn_on_sparse_and_dense_features()
    {
        foreach (JsonElement one in SparseOracle.Part("decompositions"))
        {
            Matrix features = LearnedOracle.Rows(one.GetProperty("features")), expected = LearnedOracle.Rows(one.GetProperty("components"));
            foreach (Dataset data in new[] { Data(features), Data(SparseMatrix.From(features)) })
            {
                var model = (TruncatedSvdModel)new TruncatedSvd { Components = 6, Oversamples = 4, Iterations = 30 }.Fit(data);
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("values")), model.SingularValues, 1e-10, "singular value");
                LearnedOracle.Near(LearnedOracle.Numbers(one.GetProperty("shares")), model.ExplainedVarianceRatio, 1e-8, "share of the variance");
                Matrix components = model.Components;
                for (int i = 0; i < 6; i++)
                {
                    double sign = Math.Sign(VectorKernels.Dot(expected.Row(i), components.Row(i)));
                    VectorKernels.Scale(sign, expected.Row(i));
                    LearnedOracle.Near(expected.Row(i), components.Row(i), 1e-6, $"component {i}");
                }
            }
        }
    }

    [Fact]
    public void The_largest_element_of_each_direction_is_positive()
    {
        Matrix components = Fit(new TruncatedSvd { Components = 12 }, 500, 300).Components;
        for (int i = 0; i < components.Rows; i++)
        {
            Assert.Equal(VectorKernels.Max(components.Row(i)), components.Row(i).ToArray().Max(Math.Abs));
        }
    }

    [Fact]
    public void Directions_are_orthonormal_and_those_of_the_whole_decomposition_after_many_turns()
    {
        // Rows enough that several blocks are made orthonormal, each on its own.
        Dataset data = SparseLinearTests.Words(new Modelyard.Linear.Ridge(), rows: 20_000, columns: 60, perRow: 10);
        var model = (TruncatedSvdModel)new TruncatedSvd { Components = 3, Iterations = 500 }.Fit(data);
        Svd exact = Svd.Of(data.ToDense().Features);
        Matrix components = model.Components;
        for (int i = 0; i < 3; i++)
        {
            LearnedOracle.Near(exact.SingularValues[i], model.SingularValues[i], 1e-10, "singular value");
            Assert.Equal(1, Math.Abs(VectorKernels.Dot(exact.VTransposed.Row(i), components.Row(i))), 1e-8);
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(i == j ? 1 : 0, VectorKernels.Dot(components.Row(i), components.Row(j)), 1e-12);
            }
        }
    }

    [Fact]
    public void A_weight_of_two_is_a_row_twice()
    {
        Dataset data = SparseLinearTests.Words(new Modelyard.Linear.Ridge(), rows: 200, columns: 30, perRow: 5);
        var transformer = new TruncatedSvd { Components = 3, Iterations = 200 };
        Dataset twice = data.Rows([.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 100)]);
        Dataset weighted = data.WithWeights([.. Enumerable.Range(0, 200).Select(row => row < 100 ? 2.0 : 1)]);
        var expected = (TruncatedSvdModel)transformer.Fit(twice);
        var actual = (TruncatedSvdModel)transformer.Fit(weighted);
        LearnedOracle.Near(expected.Components.AsSpan(), actual.Components.AsSpan(), 1e-8, "component");
        LearnedOracle.Near(expected.ExplainedVarianceRatio, actual.ExplainedVarianceRatio, 1e-8, "share");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Dataset data = SparseLinearTests.Words(new Modelyard.Linear.Ridge(), rows: 20_000, columns: 200, perRow: 5);
        var transformer = new TruncatedSvd { Components = 8, Iterations = 2 };
        foreach (Dataset form in new[] { data, data.ToDense() })
        {
            Matrix one = ((TruncatedSvdModel)transformer.Fit(form, new FitContext { Parallelism = 1 })).Components;
            Assert.Equal(one.AsSpan().ToArray(), ((TruncatedSvdModel)transformer.Fit(form, new FitContext { Parallelism = 3 })).Components.AsSpan().ToArray());
        }
    }

    private static TruncatedSvdModel Fit(TruncatedSvd transformer, int rows, int columns) =>
        (TruncatedSvdModel)transformer.Fit(SparseLinearTests.Words(new Modelyard.Linear.Ridge(), rows, columns, perRow: 9));

    private static Dataset Data(Matrix features) => Dataset.ForRegression(features, new double[features.Rows]);

    private static Dataset Data(SparseMatrix features) => Dataset.ForRegression(features, new double[features.Rows]);
}
