using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Computes the Shapley values of one tree for one row against one row of a background.</summary>
/// <remarks>
/// On the path to a leaf of value v, let x features be satisfied by the row alone and b by the other row alone; features that both satisfy do not matter, and one that neither satisfies closes the
/// path. Each of the first gets <c>v (x − 1)! b! / (x + b)!</c>, each of the second <c>−v x! (b − 1)! / (x + b)!</c>.
/// Source: Lundberg et al. (2020), From local explanations to global understanding with explainable AI for trees, Nature Machine Intelligence 2.
/// </remarks>
internal sealed class InterventionalWalk
{
    private readonly double[][] _weights;
    private readonly int[] _own;
    private readonly int[] _other;
    private readonly Stack<Branch> _open = new();

    /// <summary>Initializes a walk; it belongs to one thread.</summary>
    /// <param name="mostFeatures">The greatest number of different features on a path.</param>
    internal InterventionalWalk(int mostFeatures)
    {
        _own = new int[mostFeatures + 1];
        _other = new int[mostFeatures + 1];
        _weights = new double[mostFeatures + 1][];
        // (k − 1)! (all − k)! / all! for k from 1 on.
        for (int all = 1; all <= mostFeatures; all++)
        {
            _weights[all] = new double[all + 1];
            double binomial = 1;
            for (int k = 1; k <= all; k++)
            {
                _weights[all][k] = 1 / (all * binomial);
                binomial *= (double)(all - k) / k;
            }
        }
    }

    /// <summary>Adds the values of all outputs.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="row">The row that is explained.</param>
    /// <param name="background">The row that stands for what is not known.</param>
    /// <param name="scale">What the values are multiplied by.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="sums">The sums, outputs x features.</param>
    internal void Add(PathTree tree, ReadOnlySpan<double> row, ReadOnlySpan<double> background, double scale, int outputs, Span<double> sums)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Tree.Nodes;
        _open.Push(new Branch(0, 0, 0, -1));
        while (_open.TryPop(out Branch branch))
        {
            int node = branch.Node, own = branch.Own, other = branch.Other;
            if (branch.Feature >= 0)
            {
                _other[other++] = branch.Feature;
            }

            while (!nodes[node].IsLeaf)
            {
                TreeNode split = nodes[node];
                int mine = split.Child + (GoesLeft(tree.Tree, in split, row[split.Feature]) ? 0 : 1);
                int theirs = split.Child + (GoesLeft(tree.Tree, in split, background[split.Feature]) ? 0 : 1);
                if (mine == theirs || _own.AsSpan(0, own).Contains(split.Feature))
                {
                    node = mine;
                }
                else if (_other.AsSpan(0, other).Contains(split.Feature))
                {
                    node = theirs;
                }
                else
                {
                    _open.Push(new Branch(theirs, own, other, split.Feature));
                    _own[own++] = split.Feature;
                    node = mine;
                }
            }

            AddLeaf(tree, node, own, other, scale, outputs, sums);
        }
    }

    private void AddLeaf(PathTree tree, int leaf, int own, int other, double scale, int outputs, Span<double> sums)
    {
        if (own + other == 0)
        {
            return;
        }

        int features = sums.Length / outputs;
        double gain = own > 0 ? scale * _weights[own + other][own] : 0, loss = other > 0 ? scale * _weights[own + other][other] : 0;
        for (int output = 0; output < outputs; output++)
        {
            double value = tree.Gives(output) ? tree.LeafValue(leaf, output) : 0;
            if (value == 0)
            {
                continue;
            }

            Span<double> mine = sums.Slice(output * features, features);
            for (int i = 0; i < own; i++)
            {
                mine[_own[i]] += gain * value;
            }

            for (int i = 0; i < other; i++)
            {
                mine[_other[i]] -= loss * value;
            }
        }
    }

    private static bool GoesLeft(Tree tree, in TreeNode node, double value) =>
        node.IsCategorical ? tree.IsLeft(in node, value) : !(value > node.Value) && (node.MissingLeft || !double.IsNaN(value));

    private readonly record struct Branch(int Node, int Own, int Other, int Feature);
}
