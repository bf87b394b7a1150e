using Modelyard.Learning;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Trees;

/// <summary>Holds every node of a grown tree to a search that tries all splits and computes impurity from its definition.</summary>
public sealed class BestSplitTests
{
    public static TheoryData<int, bool, int> Cases()
    {
        var cases = new TheoryData<int, bool, int>();
        foreach (int rows in new[] { 12, 50, 150 })
        {
            foreach (int leaf in new[] { 1, 4 })
            {
                cases.Add(rows, false, leaf);
                cases.Add(rows, true, leaf);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Squared_error_splits_are_the_best_there_are(int rows, bool weighted, int leaf)
    {
        Dataset data = TreeTables.MixedRegression(rows, 11, weighted);
        TreeRegressionModel model = new DecisionTreeRegressor { MinSamplesLeaf = leaf }.Fit(data);
        Check(model.Trees[0], data, leaf, 1e-7, set => Spread(data, set));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gini_splits_of_two_classes_are_the_best_there_are(int rows, bool weighted, int leaf)
    {
        Dataset data = TreeTables.MixedClassification(rows, 12, 2, weighted);
        TreeClassificationModel model = new DecisionTreeClassifier { MinSamplesLeaf = leaf }.Fit(data);
        Check(model.Trees[0], data, leaf, 1e-7, set => Gini(data, set));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Entropy_splits_of_two_classes_are_the_best_there_are(int rows, bool weighted, int leaf)
    {
        Dataset data = TreeTables.MixedClassification(rows, 13, 2, weighted);
        TreeClassificationModel model = new DecisionTreeClassifier { MinSamplesLeaf = leaf, Criterion = ImpurityCriterion.Entropy }.Fit(data);
        Check(model.Trees[0], data, leaf, 1e-7, set => Entropy(data, set));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Splits_of_many_classes_are_at_least_the_best_threshold(int rows, bool weighted, int leaf)
    {
        Dataset data = TreeTables.MixedClassification(rows, 14, 5, weighted);
        var settings = new DecisionTreeClassifier { MinSamplesLeaf = leaf };
        Check(settings.Fit(data).Trees[0], data, leaf, 1e-7, set => Gini(data, set), subsets: false);
        Check((settings with { Criterion = ImpurityCriterion.Entropy }).Fit(data).Trees[0], data, leaf, 1e-7, set => Entropy(data, set), subsets: false);
    }

    private static void Check(Tree tree, Dataset data, int leaf, double tolerance, Func<List<int>, double> impurity, bool subsets = true)
    {
        subsets &= leaf == 1; // the theorem on ordered levels knows no least number of rows
        var sets = new List<int>[tree.Nodes.Length];
        sets[0] = [.. Enumerable.Range(0, data.RowCount).Where(row => !data.HasWeights || data.Weights[row] > 0)];
        for (int i = 0; i < tree.Nodes.Length; i++)
        {
            TreeNode node = tree.Nodes[i];
            double whole = impurity(sets[i]);
            double best = Splits(data, sets[i], subsets)
                .Where(split => split.Left.Count >= leaf && split.Right.Count >= leaf)
                .Select(split => whole - impurity(split.Left) - impurity(split.Right))
                .DefaultIfEmpty(double.NegativeInfinity)
                .Max();
            if (node.IsLeaf)
            {
                Assert.True(whole < 1e-9 || double.IsNegativeInfinity(best), $"The leaf {i} could be split.");
                continue;
            }

            sets[node.Child] = [.. sets[i].Where(row => GoesLeft(tree, node, data.Features[row, node.Feature]))];
            sets[node.Child + 1] = [.. sets[i].Except(sets[node.Child])];
            Assert.True(sets[node.Child].Count >= leaf && sets[node.Child + 1].Count >= leaf);
            double gain = whole - impurity(sets[node.Child]) - impurity(sets[node.Child + 1]);
            Assert.True(gain >= best - (tolerance * Math.Max(1, whole)), $"The split of node {i} gains {gain} and {best} is possible.");
            Assert.Equal(sets[i].Sum(row => Weight(data, row)), tree.Covers[i], 1e-3);
        }
    }

    private static bool GoesLeft(Tree tree, TreeNode node, double value) => node.IsCategorical
        ? tree.IsLeft(in node, value)
        : double.IsNaN(value) ? node.MissingLeft : value <= node.Value;

    private static IEnumerable<(List<int> Left, List<int> Right)> Splits(Dataset data, List<int> rows, bool subsets)
    {
        for (int feature = 0; feature < data.FeatureCount; feature++)
        {
            double[] values = [.. rows.Select(row => data.Features[row, feature]).Where(value => !double.IsNaN(value)).Distinct().Order()];
            bool categorical = data.Schema[feature].IsCategorical;
            if (categorical && !subsets)
            {
                continue;
            }

            IEnumerable<double[]> lefts = categorical
                ? Enumerable.Range(1, (1 << values.Length) - 1).Select(mask => values.Where((_, i) => (mask >> i & 1) != 0).ToArray())
                : values.Select((_, i) => values[..(i + 1)]);
            foreach (double[] left in lefts)
            {
                foreach (bool missingLeft in new[] { false, true })
                {
                    List<int> chosen = [.. rows.Where(row => double.IsNaN(data.Features[row, feature]) ? missingLeft : left.Contains(data.Features[row, feature]))];
                    if (chosen.Count > 0 && chosen.Count < rows.Count)
                    {
                        yield return (chosen, [.. rows.Except(chosen)]);
                    }
                }
            }
        }
    }

    private static double Weight(Dataset data, int row) => data.HasWeights ? data.Weights[row] : 1;

    private static double Spread(Dataset data, List<int> rows)
    {
        double weight = rows.Sum(row => Weight(data, row));
        double mean = rows.Sum(row => Weight(data, row) * data.Target[row]) / weight;
        return rows.Sum(row => Weight(data, row) * Math.Pow(data.Target[row] - mean, 2));
    }

    private static double Gini(Dataset data, List<int> rows) => Mixture(data, rows, shares => 1 - shares.Sum(share => share * share));

    private static double Entropy(Dataset data, List<int> rows) => Mixture(data, rows, shares => -shares.Sum(share => share * Math.Log2(share)));

    private static double Mixture(Dataset data, List<int> rows, Func<double[], double> impurity)
    {
        double weight = rows.Sum(row => Weight(data, row));
        return weight * impurity([.. rows.GroupBy(row => data.Labels[row]).Select(group => group.Sum(row => Weight(data, row)) / weight)]);
    }
}
