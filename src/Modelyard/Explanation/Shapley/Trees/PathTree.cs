using Modelyard.Trees.Structure;

namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Represents a tree prepared for its Shapley values: for each node the share of the training rows that its feature lets through on the way there.</summary>
internal sealed class PathTree
{
    private readonly LeafKind _kind;
    private readonly double _weight;
    private readonly int _classes;
    private readonly int _output;

    // For each node a bit for each output that some leaf below it adds to; null if there are too many outputs, or one alone.
    private readonly ulong[]? _given;

    /// <summary>Initializes a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="kind">What its leaves add.</param>
    /// <param name="weight">What that is multiplied by.</param>
    /// <param name="classes">The number of classes or targets of a leaf; 1 for numbers.</param>
    /// <param name="output">The output that numbers are added to; of shares, the class that is the first output.</param>
    internal PathTree(Tree tree, LeafKind kind, double weight, int classes, int output)
    {
        Tree = tree;
        _kind = kind;
        _weight = weight;
        _classes = classes;
        _output = output;
        int nodes = tree.Nodes.Length;
        Ratios = new double[nodes];
        Shares = new double[nodes];
        Ancestors = new int[nodes];
        Reach = new double[nodes];
        Slots = new int[nodes];
        Prepare();
        _given = kind is LeafKind.Shares or LeafKind.Vote && classes - output is > 1 and <= 64 ? FindGiven(classes - output) : null;
    }

    internal Tree Tree { get; }

    /// <summary>Gets the share of its parent's training rows that each node has.</summary>
    internal double[] Ratios { get; }

    /// <summary>Gets the product of the shares of all nodes, on the way to each node, that were split off by the same feature as the node itself.</summary>
    internal double[] Shares { get; }

    /// <summary>Gets the depth of the nearest node above that was split off by the same feature as each node; 0 if there is none.</summary>
    internal int[] Ancestors { get; }

    /// <summary>Gets the share of all training rows that each node has.</summary>
    internal double[] Reach { get; }

    /// <summary>Gets the place of the feature that each node splits on among those that the explanation knows.</summary>
    internal int[] Slots { get; }

    /// <summary>Gets the greatest number of different features on a path.</summary>
    internal int MostFeatures { get; private set; }

    /// <summary>Gets or sets the rule that integrates over its paths.</summary>
    internal PathRule Rule { get; set; } = null!;

    /// <summary>Determines whether the tree adds to an output.</summary>
    internal bool Gives(int output) => _kind != LeafKind.Number || output == _output;

    /// <summary>Determines whether some leaf below a node adds to an output: in a forest of many classes, few do.</summary>
    internal bool Gives(int node, int output) => _given is null || (_given[node] >> output & 1) != 0;

    /// <summary>Gets what a leaf adds to an output.</summary>
    internal double LeafValue(int leaf, int output)
    {
        double value = Tree.Nodes[leaf].Value;
        switch (_kind)
        {
            case LeafKind.Number:
                return _weight * value;
            case LeafKind.Shares:
                int place = (int)value, own = output + _output;
                return place < 0 ? _weight * Tree.Distributions[-1 - place + own] : place == own ? _weight : 0;
            case LeafKind.Vote:
                return Tree.MostProbable(leaf, _classes) == output ? _weight : 0;
            default:
                return Tree.MostProbable(leaf, _classes) == 1 ? _weight : -_weight;
        }
    }

    /// <summary>Adds what the tree gives on average over the training rows.</summary>
    internal void AddBase(Span<double> outputs)
    {
        for (int node = 0; node < Reach.Length; node++)
        {
            if (!Tree.Nodes[node].IsLeaf)
            {
                continue;
            }

            for (int output = 0; output < outputs.Length; output++)
            {
                outputs[output] += Gives(output) ? Reach[node] * LeafValue(node, output) : 0;
            }
        }
    }

    private ulong[] FindGiven(int outputs)
    {
        ulong[] given = new ulong[Reach.Length];
        for (int node = given.Length - 1; node >= 0; node--)
        {
            if (Tree.Nodes[node] is { IsLeaf: false } split)
            {
                given[node] = given[split.Child] | given[split.Child + 1];
                continue;
            }

            for (int output = 0; output < outputs; output++)
            {
                given[node] |= LeafValue(node, output) != 0 ? 1UL << output : 0;
            }
        }

        return given;
    }

    private void Prepare()
    {
        ReadOnlySpan<TreeNode> nodes = Tree.Nodes;
        ReadOnlySpan<float> covers = Tree.Covers;
        Ratios[0] = Shares[0] = Reach[0] = 1;

        // The nodes on the way to the one at hand, and how many different features split them off.
        int[] path = new int[Tree.Depth + 1], different = new int[Tree.Depth + 1];
        var open = new Stack<(int Node, int Depth)>();
        open.Push((0, 0));
        while (open.TryPop(out (int Node, int Depth) at))
        {
            path[at.Depth] = at.Node;
            if (at.Depth > 0)
            {
                int feature = nodes[path[at.Depth - 1]].Feature, above = at.Depth - 1;
                while (above > 0 && nodes[path[above - 1]].Feature != feature)
                {
                    above--;
                }

                Ancestors[at.Node] = above;
                Shares[at.Node] = Ratios[at.Node] * (above > 0 ? Shares[path[above]] : 1);
                Reach[at.Node] = Ratios[at.Node] * Reach[path[at.Depth - 1]];
                different[at.Depth] = different[at.Depth - 1] + (above > 0 ? 0 : 1);
                MostFeatures = Math.Max(MostFeatures, different[at.Depth]);
            }

            if (nodes[at.Node] is { IsLeaf: false } split)
            {
                // Shares of the children's sum: they add up to one, whatever the rounding of the parent's own cover.
                double left = covers[split.Child], right = covers[split.Child + 1], both = left + right;
                Ratios[split.Child] = both > 0 ? left / both : 0.5;
                Ratios[split.Child + 1] = both > 0 ? right / both : 0.5;
                open.Push((split.Child + 1, at.Depth + 1));
                open.Push((split.Child, at.Depth + 1));
            }
        }
    }
}
