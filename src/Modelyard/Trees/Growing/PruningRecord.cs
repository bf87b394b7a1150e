using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Keeps, for each node of a growing tree, what it would predict and cost as a leaf, and prunes the tree with that.</summary>
/// <remarks>
/// Finds the smallest subtree that minimises risk + alpha x leaves, from the leaves upward.
/// Source: Breiman et al. (1984), section 3.3, minimal cost-complexity pruning.
/// </remarks>
internal sealed class PruningRecord
{
    private readonly List<double> _values = [];
    private readonly List<double> _gains = [];

    public void Clear()
    {
        _values.Clear();
        _gains.Clear();
    }

    /// <summary>Keeps what the open node would predict.</summary>
    public void Record(int node, SplitSearch search, TreeBuffer tree)
    {
        while (_values.Count <= node)
        {
            _values.Add(0);
            _gains.Add(0);
        }

        _values[node] = search.LeafValue(tree);
    }

    public void RecordGain(int node, double gain) => _gains[node] = gain;

    public double LeafValue(int node) => _values[node];

    /// <summary>Prunes a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="alpha">What a leaf costs, in units of the impurity of a node weighted by its share of the rows.</param>
    /// <param name="rootWeight">The weight of all rows.</param>
    /// <param name="importances">The gains by feature, less what is cut off.</param>
    /// <returns>The pruned tree.</returns>
    public TreeBuffer Prune(TreeBuffer tree, double alpha, double rootWeight, double[] importances)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Nodes;
        double[] saved = new double[nodes.Length]; // how much risk the subtree saves against the node as a leaf
        int[] leaves = new int[nodes.Length];
        bool[] cut = new bool[nodes.Length];
        for (int node = nodes.Length - 1; node >= 0; node--)
        {
            leaves[node] = 1;
            if (nodes[node].IsLeaf)
            {
                continue;
            }

            int child = nodes[node].Child;
            double gain = (_gains[node] / rootWeight) + saved[child] + saved[child + 1];
            int count = leaves[child] + leaves[child + 1];
            cut[node] = gain <= alpha * (count - 1);
            if (!cut[node])
            {
                saved[node] = gain;
                leaves[node] = count;
            }
        }

        var pruned = new TreeBuffer();
        pruned.Clear();
        var open = new Stack<(int Old, int New)>();
        open.Push((0, 0));
        Array.Clear(importances);
        while (open.TryPop(out (int Old, int New) node))
        {
            TreeNode old = nodes[node.Old];
            pruned.SetCover(node.New, tree.Covers[node.Old]);
            if (old.IsLeaf || cut[node.Old])
            {
                pruned.SetLeaf(node.New, _values[node.Old]);
                continue;
            }

            int child = pruned.AddPair();
            importances[old.Feature] += Math.Max(0, _gains[node.Old]);
            pruned.SetSplit(node.New, old.Feature, old.Value, child, old.MissingLeft, old.IsCategorical);
            open.Push((old.Child + 1, child + 1));
            open.Push((old.Child, child));
        }

        pruned.ShareTables(tree);
        return pruned;
    }
}
