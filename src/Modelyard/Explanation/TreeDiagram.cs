using System.Globalization;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Trees;
using Modelyard.Trees.Structure;

namespace Modelyard.Explanation;

/// <summary>Draws trees: which question each node asks, how many rows pass, and what each leaf answers.</summary>
/// <remarks>The left line of a node is taken by rows to which its question applies. Below the greatest depth that is asked for, a node stands for all under it.</remarks>
public static class TreeDiagram
{
    /// <summary>The depth to which a tree is drawn unless another is asked for: what a page can hold.</summary>
    private const int UsualDepth = 4;

    /// <summary>Draws a tree that predicts a class; the colour of a leaf is that of its class, the stronger the purer it is.</summary>
    /// <param name="model">The tree.</param>
    /// <param name="maxDepth">The depth to which it is drawn, 0 or more.</param>
    /// <returns>A chart, for <see cref="Chart.ToSvg"/>.</returns>
    public static TreeChart Of(TreeClassificationModel model, int maxDepth = UsualDepth)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(model.Trees[0], model.Features, maxDepth, new Leaves(model.Classes, []));
    }

    /// <summary>Draws a tree that predicts a number; a leaf is coloured the stronger, the greater its number is.</summary>
    /// <param name="model">The tree.</param>
    /// <param name="maxDepth">The depth to which it is drawn, 0 or more.</param>
    /// <returns>A chart, for <see cref="Chart.ToSvg"/>.</returns>
    public static TreeChart Of(TreeRegressionModel model, int maxDepth = UsualDepth)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(model.Trees[0], model.Features, maxDepth, new Leaves([], []));
    }

    /// <summary>Draws one tree of a forest that predicts a class.</summary>
    /// <param name="model">The forest.</param>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth to which it is drawn, 0 or more.</param>
    /// <returns>A chart, for <see cref="Chart.ToSvg"/>.</returns>
    public static TreeChart Of(ForestClassificationModel model, int tree, int maxDepth = UsualDepth)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(Pick(model.Trees, tree), model.Features, maxDepth, new Leaves(model.Classes, []));
    }

    /// <summary>Draws one tree of a forest that predicts a number.</summary>
    /// <param name="model">The forest.</param>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth to which it is drawn, 0 or more.</param>
    /// <returns>A chart, for <see cref="Chart.ToSvg"/>.</returns>
    public static TreeChart Of(ForestRegressionModel model, int tree, int maxDepth = UsualDepth)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(Pick(model.Trees, tree), model.Features, maxDepth, new Leaves([], []));
    }

    /// <summary>Draws one tree that predicts several targets.</summary>
    /// <param name="model">The tree or forest.</param>
    /// <param name="tree">The zero-based number of the tree.</param>
    /// <param name="maxDepth">The depth to which it is drawn, 0 or more.</param>
    /// <returns>A chart, for <see cref="Chart.ToSvg"/>.</returns>
    public static TreeChart Of(MultiTargetTreeModel model, int tree = 0, int maxDepth = UsualDepth)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Draw(Pick(model.Trees, tree), model.Features, maxDepth, new Leaves([], model.TargetNames));
    }

    private static Tree Pick(ReadOnlySpan<Tree> trees, int tree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tree);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tree, trees.Length);
        return trees[tree];
    }

    private static TreeChart Draw(Tree tree, FeatureSchema features, int maxDepth, Leaves leaves)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (TreeNode node in tree.Nodes)
        {
            (least, greatest) = node.IsLeaf ? (Math.Min(least, node.Value), Math.Max(greatest, node.Value)) : (least, greatest);
        }

        return new TreeChart { Title = "Decision tree", Root = Node(0, 0, "") };

        TreeChartNode Node(int place, int depth, string branch)
        {
            TreeNode node = tree.Nodes[place];
            double share = tree.Covers[0] > 0 ? tree.Covers[place] / tree.Covers[0] : 0;
            string rows = string.Create(CultureInfo.InvariantCulture, $"{tree.Covers[place]:0.##} rows, {share:0.#%}");
            var chart = new TreeChartNode(node.IsLeaf ? leaves.Text(tree, node) : "…") { Detail = rows, Share = share, Branch = branch };
            if (node.IsLeaf)
            {
                double value = greatest > least ? (node.Value - least) / (greatest - least) : 0.5;
                (int color, double purity) = leaves.Look(tree, node);
                return chart with { Color = color, Strength = purity >= 0 ? purity : value };
            }

            return depth >= maxDepth ? chart : chart with
            {
                Text = TreeText.Rule(tree, node, features[node.Feature], left: true),
                Children = [Node(node.Child, depth + 1, "yes"), Node(node.Child + 1, depth + 1, "no")],
            };
        }
    }

    /// <summary>Says what leaves answer.</summary>
    /// <param name="Classes">The classes; empty if numbers are predicted.</param>
    /// <param name="Targets">The targets; empty if there is one.</param>
    private sealed record Leaves(IReadOnlyList<string> Classes, IReadOnlyList<string> Targets)
    {
        internal string Text(Tree tree, TreeNode leaf) => Targets.Count > 0 ? TreeText.Vector(tree, leaf, Targets) : TreeText.Outcome(tree, leaf, Classes);

        /// <summary>Gets the class that is most likely in a leaf and its share; a share of -1 for numbers.</summary>
        internal (int Class, double Share) Look(Tree tree, TreeNode leaf)
        {
            if (Classes.Count == 0 || Targets.Count > 0)
            {
                return (0, Targets.Count > 0 ? 0 : -1);
            }

            if (leaf.Value >= 0)
            {
                return ((int)leaf.Value, 1);
            }

            ReadOnlySpan<double> shares = tree.Distributions.Slice((int)(-1 - leaf.Value), Classes.Count);
            int best = 0;
            for (int k = 1; k < shares.Length; k++)
            {
                best = shares[k] > shares[best] ? k : best;
            }

            return (best, shares[best]);
        }
    }
}
