using System.Runtime.CompilerServices;
using Modelyard.Learning;

namespace Modelyard.Trees.Structure;

/// <summary>Represents one tree in flat arrays.</summary>
internal sealed unsafe class Tree
{
    private readonly TreeNode[] _nodes;
    private readonly float[] _covers;
    private readonly double[] _distributions;
    private readonly uint[] _levels;

    /// <summary>Initializes a tree.</summary>
    /// <param name="nodes">The nodes; node 0 is the root, children lie behind their parents.</param>
    /// <param name="covers">The weight of the training rows that reached each node.</param>
    /// <param name="distributions">The classes of the leaves that have more than one, one after another.</param>
    /// <param name="levels">For each categorical split the number of words, then the words whose bits are the levels that go left.</param>
    public Tree(TreeNode[] nodes, float[] covers, double[] distributions, uint[] levels)
    {
        _nodes = nodes;
        _covers = covers;
        _distributions = distributions;
        _levels = levels;
        (Depth, LeafCount) = Measure(nodes);
    }

    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    public ReadOnlySpan<float> Covers => _covers;

    public ReadOnlySpan<double> Distributions => _distributions;

    public ReadOnlySpan<uint> Levels => _levels;

    /// <summary>Gets the number of splits on the longest way from the root.</summary>
    public int Depth { get; }

    public int LeafCount { get; }

    /// <summary>Finds the leaf of one row.</summary>
    public int FindLeaf(ReadOnlySpan<double> row)
    {
        fixed (TreeNode* nodes = _nodes)
        fixed (double* values = row)
        {
            return _levels.Length == 0 ? Walk(nodes, values) : WalkLevels(nodes, values);
        }
    }

    /// <summary>Finds the leaves of several rows. Four walks run side by side, which hides the time that a node takes to arrive from memory.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">The distance between rows, in elements.</param>
    /// <param name="leaves">Receives the leaf of each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindLeaves(double* rows, int stride, Span<int> leaves)
    {
        fixed (TreeNode* nodes = _nodes)
        {
            int i = 0;
            if (_levels.Length == 0)
            {
                for (; i + 4 <= leaves.Length; i += 4)
                {
                    double* row0 = rows + ((nint)i * stride), row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
                    int leaf0 = 0, leaf1 = 0, leaf2 = 0, leaf3 = 0;
                    bool walking;
                    do
                    {
                        int next0 = nodes[leaf0].Step(row0), next1 = nodes[leaf1].Step(row1);
                        int next2 = nodes[leaf2].Step(row2), next3 = nodes[leaf3].Step(row3);
                        walking = ((next0 ^ leaf0) | (next1 ^ leaf1) | (next2 ^ leaf2) | (next3 ^ leaf3)) != 0;
                        leaf0 = next0;
                        leaf1 = next1;
                        leaf2 = next2;
                        leaf3 = next3;
                    }
                    while (walking);
                    leaves[i] = leaf0;
                    leaves[i + 1] = leaf1;
                    leaves[i + 2] = leaf2;
                    leaves[i + 3] = leaf3;
                }
            }

            for (; i < leaves.Length; i++)
            {
                double* row = rows + ((nint)i * stride);
                leaves[i] = _levels.Length == 0 ? Walk(nodes, row) : WalkLevels(nodes, row);
            }
        }
    }

    /// <summary>Adds the classes of a leaf to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddDistribution(int leaf, Span<double> sum)
    {
        int place = (int)_nodes[leaf].Value;
        if (place >= 0)
        {
            sum[place] += 1;
            return;
        }

        ReadOnlySpan<double> distribution = _distributions.AsSpan(-1 - place, sum.Length);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += distribution[i];
        }
    }

    /// <summary>Computes the entropy of the classes of a leaf, in nats.</summary>
    public double Entropy(int leaf, int classes)
    {
        int place = (int)_nodes[leaf].Value;
        return place >= 0 ? 0 : PredictedUncertainty.Entropy(_distributions.AsSpan(-1 - place, classes));
    }

    /// <summary>Finds the class that most of a leaf's weight has; of equals, the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MostProbable(int leaf, int classes)
    {
        int place = (int)_nodes[leaf].Value;
        return place >= 0 ? place : BatchPrediction.MostProbable(_distributions.AsSpan(-1 - place, classes));
    }

    /// <summary>Gets whether a level goes left at a categorical split.</summary>
    public bool IsLeft(in TreeNode node, double level)
    {
        int place = (int)node.Value;
        uint words = _levels[place];
        if (!(level >= 0 && level < words * 32.0))
        {
            return node.MissingLeft;
        }

        int code = (int)level;
        return (_levels[place + 1 + (code >> 5)] >> (code & 31) & 1) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Walk(TreeNode* nodes, double* row)
    {
        int node = 0;
        while (!nodes[node].IsLeaf)
        {
            node = nodes[node].Step(row);
        }

        return node;
    }

    private int WalkLevels(TreeNode* nodes, double* row)
    {
        int node = 0;
        while (!nodes[node].IsLeaf)
        {
            node = nodes[node].IsCategorical
                ? nodes[node].Child + (IsLeft(in nodes[node], row[nodes[node].Feature]) ? 0 : 1)
                : nodes[node].Step(row);
        }

        return node;
    }

    private static (int Depth, int Leaves) Measure(TreeNode[] nodes)
    {
        int[] depths = new int[nodes.Length];
        int deepest = 0, leaves = 0;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].IsLeaf)
            {
                leaves++;
                deepest = Math.Max(deepest, depths[i]);
            }
            else
            {
                depths[nodes[i].Child] = depths[nodes[i].Child + 1] = depths[i] + 1;
            }
        }

        return (deepest, leaves);
    }
}
