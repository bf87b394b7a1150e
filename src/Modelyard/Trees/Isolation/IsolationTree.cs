using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Isolation;

/// <summary>Represents one tree of random splits. How soon a row is alone in it says how unusual the row is.</summary>
internal sealed unsafe class IsolationTree
{
    private readonly IsolationNode[] _nodes;
    private readonly int[] _counts;
    private readonly double[] _lengths;
    private readonly int _depth;

    /// <summary>Initializes a tree.</summary>
    /// <param name="nodes">The nodes; node 0 is the root, children lie behind their parents.</param>
    /// <param name="counts">The number of training rows that reached each node.</param>
    /// <param name="planes">The planes of the splits; null if each splits one feature.</param>
    internal IsolationTree(IsolationNode[] nodes, int[] counts, ObliqueSplits? planes)
    {
        _nodes = nodes;
        _counts = counts;
        Planes = planes;
        _lengths = new double[nodes.Length];
        int[] depths = new int[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Left != i)
            {
                depths[nodes[i].Left] = depths[nodes[i].Left + 1] = depths[i] + 1;
            }

            // A leaf of several rows stands for the tree that would part them.
            _lengths[i] = depths[i] + PathLength.Mean(counts[i]);
            _depth = Math.Max(_depth, depths[i]);
        }
    }

    internal ReadOnlySpan<IsolationNode> Nodes => _nodes;

    internal ReadOnlySpan<int> Counts => _counts;

    internal ObliqueSplits? Planes { get; }

    /// <summary>Computes the number of splits until a row is alone.</summary>
    internal double Length(ReadOnlySpan<double> row)
    {
        int node = 0;
        if (Planes is null)
        {
            fixed (IsolationNode* nodes = _nodes)
            fixed (double* values = row)
            {
                for (int level = 0; level < _depth; level++)
                {
                    node = Step(nodes, node, values);
                }
            }
        }
        else
        {
            while (_nodes[node].Left != node)
            {
                node = Next(node, row);
            }
        }

        return _lengths[node];
    }

    /// <summary>Adds the lengths of several rows to sums. Four walks run side by side, which hides the time that a node takes to arrive.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">The distance between rows, in elements.</param>
    /// <param name="sums">The sum of each row.</param>
    /// <param name="features">The number of features.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddLengths(double* rows, int stride, Span<double> sums, int features)
    {
        int i = 0;
        if (Planes is null)
        {
            fixed (IsolationNode* nodes = _nodes)
            {
                for (; i + 4 <= sums.Length; i += 4)
                {
                    double* row0 = rows + ((nint)i * stride), row1 = row0 + stride, row2 = row1 + stride, row3 = row2 + stride;
                    int node0 = 0, node1 = 0, node2 = 0, node3 = 0;
                    for (int level = 0; level < _depth; level++)
                    {
                        node0 = Step(nodes, node0, row0);
                        node1 = Step(nodes, node1, row1);
                        node2 = Step(nodes, node2, row2);
                        node3 = Step(nodes, node3, row3);
                    }

                    sums[i] += _lengths[node0];
                    sums[i + 1] += _lengths[node1];
                    sums[i + 2] += _lengths[node2];
                    sums[i + 3] += _lengths[node3];
                }
            }
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += Length(new ReadOnlySpan<double>(rows + ((nint)i * stride), features));
        }
    }

    /// <summary>Adds to each feature by how many levels its splits bring a row nearer to being alone than splits do on average.</summary>
    internal void AddContributions(ReadOnlySpan<double> row, double weight, Span<double> contributions)
    {
        int node = 0;
        while (_nodes[node].Left != node)
        {
            int next = Next(node, row);
            double gain = weight * (PathLength.Mean(_counts[node]) - 1 - PathLength.Mean(_counts[next]));
            if (Planes is null)
            {
                contributions[_nodes[node].Feature] += gain;
            }
            else
            {
                Planes.Deal(node, row, gain, contributions);
            }

            node = next;
        }
    }

    /// <summary>Goes one level down; a leaf stays where it is, because no value is its threshold or above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(IsolationNode* nodes, int node, double* row)
    {
        IsolationNode* own = nodes + node;
        return own->Left + (row[own->Feature] >= own->Threshold ? 1 : 0);
    }

    private int Next(int node, ReadOnlySpan<double> row)
    {
        bool isRight = Planes is null ? row[_nodes[node].Feature] >= _nodes[node].Threshold : Planes.Side(node, row) >= 0;
        return _nodes[node].Left + (isRight ? 1 : 0);
    }
}
