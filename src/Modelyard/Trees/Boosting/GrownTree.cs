using System.Runtime.InteropServices;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents a tree over codes as it was grown; the right child of a node follows the left one.</summary>
internal sealed unsafe class GrownTree
{
    private readonly List<TreeNode> _nodes = [];

    internal Span<TreeNode> Nodes => CollectionsMarshal.AsSpan(_nodes);

    /// <summary>Gets the leaves with their rows, left to right in the order in which they became final.</summary>
    internal List<LeafRows> Leaves { get; } = [];

    internal bool IsStump => _nodes.Count == 1;

    internal int Add(in TreeNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    /// <summary>Adds the values of the leaves that rows reach to their scores.</summary>
    internal void AddTo(BinnedRows data, int* rows, int first, int count, double* scores)
    {
        Span<TreeNode> nodes = Nodes;
        for (int i = first; i < first + count; i++)
        {
            int row = rows is null ? i : rows[i];
            int at = 0;
            while (nodes[at].Left > 0)
            {
                ref TreeNode node = ref nodes[at];
                at = node.Left + (node.GoesLeft(data.Column(node.Feature)[row]) ? 0 : 1);
            }

            scores[row] += nodes[at].Value;
        }
    }

    /// <summary>Represents the rows that reach a leaf.</summary>
    internal readonly record struct LeafRows(int Node, int Buffer, int Start, int Count, double Lower, double Upper);

    /// <summary>Represents a node.</summary>
    internal struct TreeNode
    {
        /// <summary>The left child, or 0 for a leaf.</summary>
        internal int Left;
        internal int Feature;
        internal int Bin;
        internal bool MissingLeft;
        internal bool IsCategorical;
        internal CodeSet LeftCodes;
        internal double Value;
        internal double Gain;
        internal int Count;

        internal readonly bool GoesLeft(int code) => IsCategorical ? LeftCodes.Contains(code) : code == 0 ? MissingLeft : code <= Bin;
    }
}
