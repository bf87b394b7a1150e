using Modelyard.Learning;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

public sealed class BoostingStateTests
{
    [Fact]
    public void A_stored_classifier_predicts_as_before()
    {
        Dataset data = BoostingTables.Classification(1000, 3);
        GradientBoostingClassificationModel model = new GradientBoostingClassifier { Iterations = 5 }.Fit(data);
        var state = new MemoryState();
        model.Save(state);
        GradientBoostingClassificationModel loaded = GradientBoostingClassificationModel.Load(state.Reader);
        double[] before = new double[3], after = new double[3];
        for (int row = 0; row < data.RowCount; row++)
        {
            model.Decide(data.Features.Row(row), before);
            loaded.Decide(data.Features.Row(row), after);
            Assert.Equal(before, after);
        }

        Assert.Equal(model.TrainingLoss.ToArray(), loaded.TrainingLoss.ToArray());
    }

    [Theory]
    [InlineData("node_left", 0, 0)]
    [InlineData("node_left", 0, 100_000)]
    [InlineData("node_features", 0, 9)]
    [InlineData("node_features", 0, -2)]
    [InlineData("node_splits", 0, -1)]
    [InlineData("node_splits", 0, 100_000)]
    [InlineData("tree_roots", 0, 1)]
    [InlineData("tree_roots", 1, -5)]
    [InlineData("tree_roots", 1, 1_000_000)]
    [InlineData("cut_counts", 0, 300)]
    [InlineData("level_counts", 2, int.MaxValue)]
    public void Tables_that_would_lead_astray_are_refused(string name, int at, int value)
    {
        var state = new MemoryState();
        new GradientBoostingRegressor { Iterations = 3 }.Fit(BoostingTables.Regression(500)).Save(state);
        ((int[])state.Values[name])[at] = value;
        Assert.Throws<ModelFormatException>(() => GradientBoostingRegressionModel.Load(state.Reader));
    }

    [Fact]
    public void A_damaged_table_whose_nodes_share_children_predicts_many_rows_as_each_alone()
    {
        Dataset data = BoostingTables.Regression(500);
        var state = new MemoryState();
        new GradientBoostingRegressor { Iterations = 3 }.Fit(data).Save(state);
        int[] left = (int[])state.Values["node_left"], roots = (int[])state.Values["tree_roots"];
        int[] inner = [.. Enumerable.Range(0, roots[1]).Where(node => left[node] > 0)];
        for (int i = 0; i + 1 < inner.Length; i++)
        {
            // Each node leads twice to the next: read as a tree, it would have more leaves than any word has bits.
            left[inner[i]] = Math.Max(inner[i] + 1, inner[i + 1] - 1);
        }

        GradientBoostingRegressionModel model = GradientBoostingRegressionModel.Load(state.Reader);
        double[] many = new double[data.RowCount];
        model.Predict(data.Features, many, 2);
        Assert.Equal(Array.ConvertAll(Enumerable.Range(0, data.RowCount).ToArray(), row => model.Predict(data.Features.Row(row))), many);
    }
}
