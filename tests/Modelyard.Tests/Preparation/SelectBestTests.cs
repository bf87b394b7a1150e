using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Tests.Linear;

namespace Modelyard.Tests.Preparation;

public sealed class SelectBestTests
{
    [Theory]
    [InlineData("chiSquared", SelectionScore.ChiSquared)]
    [InlineData("fClasses", SelectionScore.FRatio)]
    [InlineData("fRegression", SelectionScore.FRatio)]
    public void Scores_agree_with_scikit_learn_on_sparse_and_dense_features(string name, SelectionScore score)
    {
        foreach (JsonElement one in SparseOracle.Part("selection"))
        {
            string table = one.GetProperty("table").GetString()!;
            Dataset data = name == "fRegression" ? SparseOracle.Regression(table) : SparseOracle.Classification(table);
            double[] expected = LearnedOracle.Numbers(one.GetProperty(name));
            foreach (Dataset form in new[] { data, data.ToDense() })
            {
                var model = (SelectionModel)new SelectBest { Count = 7, Score = score }.Fit(form);
                LearnedOracle.Near(expected, model.Scores, 1e-8, name);
                int[] best = [.. Enumerable.Range(0, expected.Length).OrderByDescending(j => expected[j]).Take(7).Order()];
                Assert.Equal(best, model.Columns.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(600, true)]
    public void Chosen_features_pass_as_they_are_and_many_of_them_stay_sparse(int count, bool isSparse)
    {
        Dataset data = SparseLinearTests.Words(new Modelyard.Linear.Ridge(), rows: 300, columns: 2000, perRow: 40);
        var model = (SelectionModel)new SelectBest { Count = count }.Fit(data);
        Dataset chosen = model.Transform(data), dense = model.Transform(data.ToDense());
        Assert.Equal(isSparse, chosen.IsSparse);
        Assert.Equal(count, chosen.FeatureCount);
        Assert.Equal(dense.Features.AsSpan().ToArray(), chosen.ToDense().Features.AsSpan().ToArray());
        for (int i = 0; i < count; i++)
        {
            Assert.Same(data.Schema[model.Columns[i]], model.Outputs[i]);
            Assert.Equal(data.SparseFeatures[5, model.Columns[i]], dense.Features[5, i]);
        }
    }

    [Fact]
    public void Features_far_from_zero_are_scored_as_those_about_zero()
    {
        Dataset data = SparseOracle.Regression("two").ToDense();
        Matrix moved = data.Features.Copy();
        for (int row = 0; row < moved.Rows; row++)
        {
            VectorKernels.Axpy(1, Enumerable.Repeat(1e6, moved.Columns).ToArray(), moved.Row(row));
        }

        var model = (SelectionModel)new SelectBest().Fit(data.WithFeatures(moved, data.Schema));
        LearnedOracle.Near(((SelectionModel)new SelectBest().Fit(data)).Scores, model.Scores, 1e-7, "score");
    }

    [Fact]
    public void A_feature_that_does_not_vary_scores_nothing_and_one_that_gives_the_classes_away_without_end()
    {
        Matrix features = Matrix.From(new double[,] { { 0.1, 1, 3 }, { 0.1, 1, 5 }, { 0.1, 2, 4 }, { 0.1, 2, 6 } });
        var model = (SelectionModel)new SelectBest { Count = 1 }.Fit(Dataset.ForClassification(features, [0, 0, 1, 1], ["a", "b"]));
        Assert.Equal([0, double.PositiveInfinity], model.Scores[..2].ToArray());
        Assert.Equal([1], model.Columns.ToArray());
    }

    [Fact]
    public void Counts_cannot_be_scored_against_a_number()
    {
        var exception = Assert.Throws<ModelyardException>(() => new SelectBest { Score = SelectionScore.ChiSquared }.Fit(SparseOracle.Regression("two")));
        Assert.Contains("Choose the score 'FRatio'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_target_nothing_can_be_chosen() =>
        Assert.Throws<ModelyardException>(() => new SelectBest().Fit(Dataset.WithoutTarget(new Matrix(3, 2))));
}
