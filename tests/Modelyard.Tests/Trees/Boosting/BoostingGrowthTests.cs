using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Holds what steers the growth of boosted trees: which features may meet, which are drawn, which rows are drawn.</summary>
public sealed class BoostingGrowthTests
{
    [Fact]
    public void No_forbidden_pair_of_features_is_on_any_way_to_a_leaf()
    {
        Dataset data = Interacting(3000);
        IReadOnlyList<string>[] groups = [["x0", "x1"], ["x1", "x2"]];
        EnsembleTables free = new GradientBoostingRegressor { Iterations = 30 }.Fit(data).Trees;
        EnsembleTables bound = new GradientBoostingRegressor { Iterations = 30, InteractionConstraints = groups }.Fit(data).Trees;
        int[][] allowed = [[0, 1], [1, 2], [3, 4]];
        Assert.Contains(Paths(free), path => !Array.Exists(allowed, group => path.All(group.Contains)));
        Assert.All(Paths(bound), path => Assert.True(Array.Exists(allowed, group => path.All(group.Contains)), string.Join(", ", path)));
        Assert.Contains(Paths(bound), path => path.Count == 2);
    }

    [Fact]
    public void Features_that_never_meet_add_up()
    {
        Dataset data = Interacting(2000);
        var estimator = new GradientBoostingRegressor { InteractionConstraints = [["x0"], ["x1"], ["x2"], ["x3"], ["x4"]] };
        GradientBoostingRegressionModel model = estimator.Fit(data);
        var random = new RandomStream(5);
        for (int i = 0; i < 200; i++)
        {
            double[] a = [.. Enumerable.Range(0, 5).Select(_ => random.NextGaussian())], b = [.. Enumerable.Range(0, 5).Select(_ => random.NextGaussian())];
            double[] ab = [a[0], a[1], b[2], b[3], b[4]], ba = [b[0], b[1], a[2], a[3], a[4]];
            Assert.Equal(model.Predict(a) + model.Predict(b), model.Predict(ab) + model.Predict(ba), 1e-9);
        }
    }

    [Fact]
    public void Constraints_on_features_that_are_not_there_are_refused_together()
    {
        var estimator = new GradientBoostingClassifier { InteractionConstraints = [["x", "nowhere"], []] };
        ModelyardException fault = Assert.Throws<ModelyardException>(() => estimator.Fit(BoostingTables.Classification(100, 2)));
        Assert.Contains("'nowhere'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("empty", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_uses_no_more_features_than_it_drew()
    {
        EnsembleTables trees = new GradientBoostingRegressor { Iterations = 40, TreeFeatureShare = 0.4 }.Fit(Interacting(2000)).Trees;
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (int tree = 0; tree < trees.Roots.Length; tree++)
        {
            int end = tree + 1 < trees.Roots.Length ? trees.Roots[tree + 1] : trees.NodeCount;
            int[] used = [.. trees.Features[trees.Roots[tree]..end].Where(feature => feature >= 0).Distinct().Order()];
            Assert.InRange(used.Length, 0, 2);
            drawn.Add(string.Join(",", used));
        }

        Assert.True(drawn.Count > 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public unsafe void The_greatest_gradients_are_all_drawn_and_the_others_stand_for_the_rest(int outputs)
    {
        const int Rows = 1000;
        var random = new RandomStream(9);
        float[] gradients = [.. Enumerable.Range(0, Rows * outputs).Select(_ => (float)Math.Round(random.NextGaussian(), 1))], before = [.. gradients];
        float[] hessians = new float[gradients.Length];
        Array.Fill(hessians, 1);
        int[]? drawn;
        fixed (float* gradient = gradients, hessian = hessians)
        {
            drawn = new GradientSampling(0.2, 0.1).Draw(gradient, hessian, Rows, outputs, new RandomStream(3));
            Assert.Null(new GradientSampling(0.9, 0.1).Draw(gradient, hessian, Rows, outputs, new RandomStream(3)));
        }

        Assert.Equal(300, drawn!.Length);
        Assert.Equal(drawn.Order().Distinct(), drawn);
        double[] sizes = [.. Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, outputs).Sum(output => (double)Math.Abs(before[(output * Rows) + row])))];
        double least = sizes.OrderDescending().ElementAt(199);
        Assert.All(Enumerable.Range(0, Rows).Where(row => sizes[row] > least + 1e-6), row => Assert.Contains(row, drawn));
        int[] raised = [.. drawn.Where(row => hessians[row] != 1)];
        Assert.Equal(100, raised.Length);
        Assert.All(raised, row => Assert.Equal(before[row] * 8f, gradients[row], 1e-4f));
        Assert.Equal(Rows, drawn.Sum(row => (double)hessians[row]), 1e-3);
    }

    [Fact]
    public void Drawing_by_gradients_gives_nearly_the_score_of_all_rows_on_any_number_of_threads()
    {
        Dataset data = BoostingTables.Regression(12_000, noise: 0.5), test = BoostingTables.Regression(4000, noise: 0.5, seed: 2);
        var estimator = new GradientBoostingRegressor { EarlyStopping = EarlyStopping.Off, TopRate = 0.2, OtherRate = 0.1 };
        GradientBoostingRegressionModel one = estimator.Fit(data, new FitContext { Parallelism = 1 }), many = estimator.Fit(data, new FitContext { Parallelism = 3 });
        Assert.Equal(one.Trees.Values, many.Trees.Values);
        double all = TreeOracleTests.RSquared((estimator with { TopRate = null }).Fit(data), test), drawn = TreeOracleTests.RSquared(one, test);
        Assert.InRange(drawn, all - 0.01, 1);
        Assert.True(one.Trees.Counts[one.Trees.Roots[50]] == 3600, "The fiftieth tree must be grown on three rows of ten.");
        Dataset classes = BoostingTables.Classification(5000, 4);
        var classifier = new GradientBoostingClassifier { Iterations = 30, TopRate = 0.3 };
        Assert.True(TreeOracleTests.Accuracy(classifier.Fit(classes), classes) > TreeOracleTests.Accuracy((classifier with { TopRate = null }).Fit(classes), classes) - 0.03);
    }

    [Fact]
    public void Two_ways_to_draw_rows_at_once_are_refused()
    {
        Dataset data = BoostingTables.Regression(100);
        Assert.Throws<ModelyardException>(() => new GradientBoostingRegressor { TopRate = 0.2, RowShare = 0.5 }.Fit(data));
        Assert.Throws<ModelyardException>(() => new GradientBoostingRegressor { TopRate = 0.8, OtherRate = 0.5 }.Fit(data));
        Assert.Throws<ModelyardException>(() => new GradientBoostingRegressor { TopRate = 0.2, Loss = BoostingLoss.AbsoluteError }.Fit(data));
    }

    private static Dataset Interacting(int rows)
    {
        var random = new RandomStream(17);
        var features = new Matrix(rows, 5);
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<double> own = features.Row(row);
            foreach (ref double value in own)
            {
                value = random.NextGaussian();
            }

            target[row] = (own[0] * own[1]) + (own[1] * own[2]) + (own[0] * own[2]) + (own[3] * own[4]) + own[0] + (own[1] * own[4]) + (0.1 * random.NextGaussian());
        }

        return Dataset.ForRegression(features, target);
    }

    /// <summary>Lists the features on the way to each leaf.</summary>
    private static List<HashSet<int>> Paths(EnsembleTables trees)
    {
        var paths = new List<HashSet<int>>();
        foreach (int root in trees.Roots)
        {
            Walk(root, []);
        }

        return paths;

        void Walk(int node, HashSet<int> above)
        {
            if (trees.IsLeaf(node))
            {
                paths.Add(above);
                return;
            }

            HashSet<int> own = [.. above, trees.Features[node]];
            Walk(trees.Left[node], own);
            Walk(trees.Left[node] + 1, own);
        }
    }
}
