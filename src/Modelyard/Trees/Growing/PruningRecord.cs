using Modelyard.Trees.Structure;

namespace Modelyard.Trees.Growing;

/// <summary>Keeps, for each node of a growing tree, what it would predict and cost as a leaf, and prunes the tree with that.</summary>
/// <remarks>
/// Finds the smallest subtree that minimises risk + alpha x leaves, from the leaves upward.
/// Source: Breiman et al. (1984), section 3.3, minimal cost-complexity pruning.
/// </remarks>
internal sealed class PruningRecord
{
    private const int StepsBetweenChecks = 1024;
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

    /// <summary>Finds the steps of pruning a tree: again and again the node is made a leaf whose splits save the least for each leaf.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="rootWeight">The weight of all rows.</param>
    /// <param name="rootImpurity">The impurity of the root.</param>
    /// <param name="check">Ends the work by an exception; called every thousand steps.</param>
    /// <returns>The steps from the whole tree to the root alone; of equal costs each cut is a step.</returns>
    public List<PruningStep> Trace(TreeBuffer tree, double rootWeight, double rootImpurity, Action check)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Nodes;
        double[] saved = new double[nodes.Length], costs = new double[nodes.Length];
        int[] leaves = new int[nodes.Length], parents = new int[nodes.Length];
        bool[] gone = new bool[nodes.Length];
        var queue = new PriorityQueue<int, (double Cost, int Node)>();
        for (int node = nodes.Length - 1; node >= 0; node--)
        {
            leaves[node] = 1;
            if (!nodes[node].IsLeaf)
            {
                parents[nodes[node].Child] = parents[nodes[node].Child + 1] = node;
                Offer(node, nodes[node].Child);
            }
        }

        var steps = new List<PruningStep> { new(0, Math.Max(0, rootImpurity - saved[0]), leaves[0]) };
        while (queue.TryDequeue(out int node, out (double Cost, int Node) place))
        {
            if (gone[node] || place.Cost != costs[node])
            {
                continue;
            }

            if (steps.Count % StepsBetweenChecks == 0)
            {
                check();
            }

            Remove(nodes, node, gone);
            (saved[node], leaves[node]) = (0, 1);
            for (int above = node; above != 0;)
            {
                above = parents[above];
                Offer(above, nodes[above].Child);
            }

            steps.Add(new PruningStep(place.Cost, Math.Max(0, rootImpurity - saved[0]), leaves[0]));
        }

        return steps;

        void Offer(int node, int child)
        {
            saved[node] = (_gains[node] / rootWeight) + saved[child] + saved[child + 1];
            leaves[node] = leaves[child] + leaves[child + 1];
            costs[node] = saved[node] / (leaves[node] - 1);
            queue.Enqueue(node, (costs[node], node));
        }
    }

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
            cut[node] = gain / (count - 1) <= alpha;
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

    private static void Remove(ReadOnlySpan<TreeNode> nodes, int root, bool[] gone)
    {
        var open = new Stack<int>();
        open.Push(root);
        while (open.TryPop(out int node))
        {
            if (!gone[node] && !nodes[node].IsLeaf)
            {
                open.Push(nodes[node].Child);
                open.Push(nodes[node].Child + 1);
            }

            gone[node] = true;
        }
    }
}
