using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Trees;

/// <summary>Holds the nodes of trees, the steps of pruning and the trees of several targets to those of scikit-learn.</summary>
public sealed class TreeGrowthTests
{
    private const int Rows = 160;
    internal static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("tree_growth"))).RootElement;

    [Theory]
    [InlineData("gini")]
    [InlineData("entropy")]
    [InlineData("squared")]
    [InlineData("absolute")]
    [InlineData("poisson")]
    public void A_tree_and_its_pruning_are_those_of_scikit_learn(string name)
    {
        AssertSame(Expected.GetProperty("trees").GetProperty(name), Grow(name, 0));
        JsonElement path = Expected.GetProperty("paths").GetProperty(name);
        AssertSame(path.GetProperty("pruned"), Grow(name, path.GetProperty("alpha").GetDouble()));
        IReadOnlyList<PruningStep> steps = name is "gini" or "entropy"
            ? Classifier(name).FindPruningPath(Classes(), FitContext.Default)
            : Regressor(name).FindPruningPath(Numbers(name), FitContext.Default);
        double[] alphas = Doubles(path.GetProperty("alphas")), impurities = Doubles(path.GetProperty("impurities")), leaves = Doubles(path.GetProperty("leaves"));
        Assert.Equal(alphas.Length, steps.Count);
        for (int i = 0; i < alphas.Length; i++)
        {
            Assert.Equal(alphas[i], steps[i].Alpha, 1e-9);
            Assert.Equal(impurities[i], steps[i].Impurity, 1e-9);
            Assert.Equal(leaves[i], steps[i].Leaves);
        }
    }

    [Fact]
    public void The_cost_of_each_step_gives_the_tree_of_that_step()
    {
        Dataset data = TreeTables.MixedRegression(150, 21, weighted: true);
        var tree = new DecisionTreeRegressor { MinSamplesLeaf = 2 };
        IReadOnlyList<PruningStep> steps = tree.FindPruningPath(data, FitContext.Default);
        Assert.Equal(tree.Fit(data).LeafCount, steps[0].Leaves);
        Assert.Equal(1, steps[^1].Leaves);
        for (int i = 1; i < steps.Count; i++)
        {
            Assert.True(steps[i].Alpha >= steps[i - 1].Alpha - 1e-12);
            if (i + 1 == steps.Count || steps[i + 1].Alpha > steps[i].Alpha)
            {
                Assert.Equal(steps[i].Leaves, (tree with { CostComplexityAlpha = steps[i].Alpha }).Fit(data).LeafCount);
            }
        }
    }

    [Fact]
    public void Trees_grown_best_leaf_first_are_those_of_scikit_learn()
    {
        AssertSame(Tree("gini_leaves"), new DecisionTreeClassifier { MaxLeafNodes = 7, MinSamplesLeaf = 7 }.Fit(Classes()).Trees[0]);
        AssertSame(Tree("absolute_leaves"), new DecisionTreeRegressor { MaxLeafNodes = 7, MinSamplesLeaf = 7, Criterion = ErrorCriterion.AbsoluteError }.Fit(Numbers("absolute")).Trees[0]);
        AssertSame(Tree("squared_decrease"), new DecisionTreeRegressor { MinImpurityDecrease = 0.03, MinSamplesLeaf = 7 }.Fit(Numbers("squared")).Trees[0]);
    }

    [Fact]
    public void Trees_of_several_targets_are_those_of_scikit_learn()
    {
        MultiTargetDataset several = Several(), tags = Tags();
        AssertSame(Tree("several"), new DecisionTreeRegressor { MaxDepth = 4, MinSamplesLeaf = 7 }.FitTargets(several, FitContext.Default).Trees[0], 3);
        AssertSame(Tree("several_leaves"), new DecisionTreeRegressor { MaxLeafNodes = 9, MinSamplesLeaf = 7 }.FitTargets(several, FitContext.Default).Trees[0], 3);
        AssertSame(Tree("tags_gini"), new DecisionTreeClassifier { MaxDepth = 4, MinSamplesLeaf = 7 }.FitTargets(tags, FitContext.Default).Trees[0], 3);
        AssertSame(Tree("tags_entropy"), new DecisionTreeClassifier { MaxDepth = 4, MinSamplesLeaf = 7, Criterion = ImpurityCriterion.Entropy }.FitTargets(tags, FitContext.Default).Trees[0], 3);
    }

    [Fact]
    public void Absolute_error_scores_on_real_data_as_scikit_learn_does()
    {
        (Dataset train, Dataset test) = Split(TreeTables.Concrete());
        double score = Enumerable.Range(0, 5).Average(seed => TreeOracleTests.RSquared(
            new DecisionTreeRegressor { Criterion = ErrorCriterion.AbsoluteError }.Fit(train, new FitContext { Seed = (ulong)seed }), test));
        double expected = Expected.GetProperty("scores").GetProperty("absolute_concrete").GetDouble();
        Assert.InRange(score, expected - 0.04, expected + 0.04);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(200)]
    public void Absolute_error_splits_are_the_best_there_are(int rows)
    {
        foreach (bool weighted in new[] { false, true })
        {
            Dataset data = TreeTables.MixedRegression(rows, 31, weighted);
            Tree tree = new DecisionTreeRegressor { Criterion = ErrorCriterion.AbsoluteError, MinSamplesLeaf = 2 }.Fit(data).Trees[0];
            var sets = new List<int>[tree.Nodes.Length];
            sets[0] = [.. Enumerable.Range(0, rows).Where(row => !data.HasWeights || data.Weights[row] > 0)];
            for (int i = 0; i < tree.Nodes.Length; i++)
            {
                TreeNode node = tree.Nodes[i];
                double whole = Distances(data, sets[i], out double median);
                if (node.IsLeaf)
                {
                    Assert.Equal(median, node.Value, 1e-9);
                    continue;
                }

                sets[node.Child] = [.. sets[i].Where(row => GoesLeft(tree, node, data.Features[row, node.Feature]))];
                sets[node.Child + 1] = [.. sets[i].Except(sets[node.Child])];
                double gain = whole - Distances(data, sets[node.Child], out _) - Distances(data, sets[node.Child + 1], out _);
                double best = Thresholds(data, sets[i]).Max(sides => whole - Distances(data, sides.Left, out _) - Distances(data, sides.Right, out _));
                Assert.True(gain >= best - 1e-9, $"The split of node {i} gains {gain} and {best} is possible.");
            }
        }
    }

    [Fact]
    public void Absolute_error_is_learned_by_forests_and_extra_trees()
    {
        (Dataset train, Dataset test) = Split(TreeTables.MixedRegression(600, 5));
        Assert.True(TreeOracleTests.RSquared(new RandomForestRegressor { Trees = 20, Criterion = ErrorCriterion.AbsoluteError }.Fit(train), test) > 0.8);
        Assert.True(TreeOracleTests.RSquared(new ExtraTreesRegressor { Trees = 20, Criterion = ErrorCriterion.AbsoluteError }.Fit(train), test) > 0.8);
    }

    internal static (Dataset Train, Dataset Test) Split(Dataset data) => (
        data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 != 0)]),
        data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 == 0)]));

    internal static Dataset Classes() => Dataset.ForClassification(Features(), [.. Ints("labels")], ["low", "middle", "high"]).WithWeights(Doubles("weights"));

    internal static Matrix Features() => new(Doubles("features"), Rows, 4);

    internal static double[] Doubles(string name) => Doubles(Expected.GetProperty(name));

    internal static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    internal static MultiTargetDataset Several() =>
        MultiTargetDataset.ForRegression(Features(), new Matrix(Doubles("several"), Rows, 3), ["a", "b", "c"]).WithWeights(Doubles("weights"));

    internal static MultiTargetDataset Tags() =>
        MultiTargetDataset.ForLabels(Features(), new Matrix(Doubles("tags"), Rows, 3), ["a", "b", "c"]).WithWeights(Doubles("weights"));

    private static IEnumerable<int> Ints(string name) => Doubles(name).Select(value => (int)value);

    private static JsonElement Tree(string name) => Expected.GetProperty("trees").GetProperty(name);

    private static DecisionTreeClassifier Classifier(string name) =>
        new() { MaxDepth = 4, MinSamplesLeaf = 7, Criterion = name == "entropy" ? ImpurityCriterion.Entropy : ImpurityCriterion.Gini };

    private static DecisionTreeRegressor Regressor(string name) => new() { MaxDepth = 4, MinSamplesLeaf = 7, Criterion = Criterion(name) };

    private static ErrorCriterion Criterion(string name) => name switch
    {
        "absolute" => ErrorCriterion.AbsoluteError,
        "poisson" => ErrorCriterion.Poisson,
        _ => ErrorCriterion.SquaredError,
    };

    private static Dataset Numbers(string name) => Dataset.ForRegression(Features(), Doubles(name == "poisson" ? "counts" : "signal"))
        .WithWeights(name == "absolute" ? null : Doubles("weights"));

    private static Tree Grow(string name, double alpha) => name is "gini" or "entropy"
        ? (Classifier(name) with { CostComplexityAlpha = alpha }).Fit(Classes()).Trees[0]
        : (Regressor(name) with { CostComplexityAlpha = alpha }).Fit(Numbers(name)).Trees[0];

    /// <summary>Compares nodes in the order of scikit-learn: a node, all on its left, all on its right.</summary>
    private static void AssertSame(JsonElement expected, Tree tree, int targets = 0)
    {
        var open = new Stack<int>([0]);
        foreach (JsonElement node in expected.EnumerateArray())
        {
            Assert.True(open.TryPop(out int at), "The tree has too few nodes.");
            TreeNode actual = tree.Nodes[at];
            int feature = node[0].GetInt32();
            Assert.Equal(feature < 0, actual.IsLeaf);
            if (feature >= 0)
            {
                Assert.Equal(feature, actual.Feature);
                Assert.Equal(node[1].GetDouble(), actual.Value, 1e-6);
                open.Push(actual.Child + 1);
                open.Push(actual.Child);
                continue;
            }

            double[] values = Doubles(node[2]), own = [actual.Value];
            if (targets > 0)
            {
                own = tree.Distributions.Slice((int)(-1 - actual.Value), targets).ToArray();
            }
            else if (values.Length > 1)
            {
                own = new double[values.Length];
                tree.AddDistribution(at, own);
            }

            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i], own[i], 1e-9);
            }
        }

        Assert.Empty(open);
    }

    private static bool GoesLeft(Tree tree, TreeNode node, double value) => node.IsCategorical
        ? tree.IsLeft(in node, value)
        : double.IsNaN(value) ? node.MissingLeft : value <= node.Value;

    private static double Distances(Dataset data, List<int> rows, out double median)
    {
        int[] order = [.. rows.OrderBy(row => data.Target[row])];
        double total = order.Sum(row => Weight(data, row)), through = 0;
        median = double.NaN;
        for (int i = 0; i < order.Length && double.IsNaN(median); i++)
        {
            through += Weight(data, order[i]);
            median = through == total / 2 ? (data.Target[order[i]] + data.Target[order[i + 1]]) / 2 : through > total / 2 ? data.Target[order[i]] : double.NaN;
        }

        double centre = median;
        return rows.Sum(row => Weight(data, row) * Math.Abs(data.Target[row] - centre));
    }

    private static double Weight(Dataset data, int row) => data.HasWeights ? data.Weights[row] : 1;

    private static IEnumerable<(List<int> Left, List<int> Right)> Thresholds(Dataset data, List<int> rows)
    {
        for (int feature = 0; feature < data.FeatureCount; feature++)
        {
            if (data.Schema[feature].IsCategorical)
            {
                continue;
            }

            foreach (double cut in rows.Select(row => data.Features[row, feature]).Where(value => !double.IsNaN(value)).Distinct())
            {
                foreach (bool missingLeft in new[] { false, true })
                {
                    List<int> left = [.. rows.Where(row => double.IsNaN(data.Features[row, feature]) ? missingLeft : data.Features[row, feature] <= cut)];
                    if (left.Count >= 2 && rows.Count - left.Count >= 2)
                    {
                        yield return (left, [.. rows.Except(left)]);
                    }
                }
            }
        }
    }
}
