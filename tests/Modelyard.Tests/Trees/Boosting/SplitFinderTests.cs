using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Trees.Boosting;

/// <summary>Holds the first split of a tree to one found by trying everything.</summary>
public sealed unsafe class SplitFinderTests
{
    [Theory]
    [InlineData(0, 0.0, false)]
    [InlineData(1, 0.3, false)]
    [InlineData(2, 0.3, true)]
    [InlineData(3, 0.0, true)]
    [InlineData(4, 0.9, true)]
    public void The_split_on_numbers_is_the_best_of_all_cuts_with_missing_values_on_either_side(int seed, double missing, bool weighted)
    {
        (Matrix features, double[] target, double[]? weights) = Draw(seed, rows: 300, columns: 5, missing, weighted);
        const int Least = 7;
        GrownTree tree = Grow(features, target, weights, FeatureSchema.Numeric(5), Least, l2: 0.5);

        double best = 0;
        for (int feature = 0; feature < 5; feature++)
        {
            double[] known = [.. Column(features, feature).Where(value => !double.IsNaN(value)).Distinct().Order()];
            foreach (double cut in known)
            {
                foreach (bool left in new[] { false, true })
                {
                    double own = Gain(features, target, weights, 0.5, Least, row => double.IsNaN(features[row, feature]) ? left : features[row, feature] <= cut);
                    best = Math.Max(best, own);
                }
            }
        }

        Assert.True(best > 0);
        Assert.Equal(best, tree.Nodes[0].Gain, best * 1e-5);
        ref GrownTree.TreeNode root = ref tree.Nodes[0];
        int split = root.Feature, bin = root.Bin;
        bool missingLeft = root.MissingLeft;
        FeatureBins bins = BinFinder.Find(Dataset.ForRegression(features, target), null, 255, FitContext.Default)[split];
        double ours = Gain(features, target, weights, 0.5, Least, row => bins.Code(features[row, split]) is var code && (code == 0 ? missingLeft : code <= bin));
        Assert.Equal(best, ours, best * 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_split_on_levels_is_the_best_of_all_subsets(int seed)
    {
        const int Levels = 7, Least = 3;
        (_, double[] target, _) = Draw(seed, rows: 200, columns: 1, 0, false);
        var random = new RandomStream((ulong)seed, 77);
        var features = new Matrix(200, 1);
        for (int row = 0; row < 200; row++)
        {
            int level = random.NextInt(Levels + 1);
            features[row, 0] = level == Levels ? double.NaN : level;
            target[row] += Math.Sin(level * 3);
        }

        var schema = new FeatureSchema(new Feature("level", FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, Levels).Select(level => $"l{level}")] });
        GrownTree tree = Grow(features, target, null, schema, Least, l2: 0, smoothing: 0);
        double best = 0;
        for (int subset = 1; subset < 1 << (Levels + 1); subset++)
        {
            best = Math.Max(best, Gain(features, target, null, 0, Least, row => ((subset >> (double.IsNaN(features[row, 0]) ? Levels : (int)features[row, 0])) & 1) != 0));
        }

        Assert.Equal(best, tree.Nodes[0].Gain, best * 1e-5);
    }

    [Fact]
    public void Wide_and_packed_histograms_give_the_same_tree_when_every_hessian_is_one()
    {
        (Matrix features, double[] target, _) = Draw(5, rows: 400, columns: 4, 0.1, false);
        GrownTree packed = Grow(features, target, null, FeatureSchema.Numeric(4), 5, 0, leaves: 12);
        double[] ones = new double[400];
        Array.Fill(ones, 1);
        GrownTree wide = Grow(features, target, ones, FeatureSchema.Numeric(4), 5, 0, leaves: 12);
        Assert.Equal(packed.Nodes.Length, wide.Nodes.Length);
        for (int node = 0; node < packed.Nodes.Length; node++)
        {
            Assert.Equal(packed.Nodes[node].Count, wide.Nodes[node].Count);
            Assert.Equal(packed.Nodes[node].Value, wide.Nodes[node].Value, 1e-5);
        }
    }

    private static GrownTree Grow(
        Matrix features, double[] target, double[]? weights, FeatureSchema schema, int least, double l2, double smoothing = 10, int leaves = 2)
    {
        Dataset data = Dataset.ForRegression(features, target, schema);
        FeatureBins[] bins = BinFinder.Find(data, null, 255, FitContext.Default);
        var objective = new SquaredObjective(target, weights);
        GradientForm form = GradientForm.For(target.Length, objective.ConstantHessian);
        BinnedRows rows = BinnedRows.Encode(features, null, bins, form.Words * 8, 1);
        int count = target.Length;
        var scores = new PinnedArray<double>(count);
        var gradients = new PinnedArray<float>(count);
        var hessians = new PinnedArray<float>(count);
        objective.Evaluate(scores.Pointer, gradients.Pointer, hessians.Pointer, WorkTeam.Alone);
        var units = new RowGradients(count);
        units.Set(gradients.Pointer, objective.ConstantHessian ? null : hessians.Pointer, form, WorkTeam.Alone);
        var settings = new GrowthSettings { MaxLeafNodes = leaves, MinSamplesLeaf = least, L2 = l2, CategorySmoothing = smoothing };
        return new TreeGrower(rows, settings, WorkTeam.Alone).Grow(units, null, default, static () => { });
    }

    private static double Gain(Matrix features, double[] target, double[]? weights, double l2, int least, Func<int, bool> goesLeft)
    {
        double[] gradient = new double[2], hessian = new double[2];
        int[] count = new int[2];
        for (int row = 0; row < features.Rows; row++)
        {
            int side = goesLeft(row) ? 0 : 1;
            double weight = weights?[row] ?? 1;
            gradient[side] -= weight * target[row];
            hessian[side] += weight;
            count[side]++;
        }

        if (count.Min() < least)
        {
            return 0;
        }

        double Worth(double g, double h) => g * g / (h + l2);
        return Worth(gradient[0], hessian[0]) + Worth(gradient[1], hessian[1]) - Worth(gradient.Sum(), hessian.Sum());
    }

    private static IEnumerable<double> Column(Matrix features, int column) => Enumerable.Range(0, features.Rows).Select(row => features[row, column]);

    private static (Matrix Features, double[] Target, double[]? Weights) Draw(int seed, int rows, int columns, double missing, bool weighted)
    {
        var random = new RandomStream((ulong)seed);
        var features = new Matrix(rows, columns);
        double[] target = new double[rows], weights = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                features[row, column] = random.NextDouble() < missing ? double.NaN : Math.Round(random.NextGaussian() * 20);
            }

            target[row] = random.NextGaussian() + (double.IsNaN(features[row, 0]) ? 2 : features[row, 0] / 20);
            weights[row] = 0.5 + random.NextInt(4);
        }

        return (features, target, weighted ? weights : null);
    }
}
