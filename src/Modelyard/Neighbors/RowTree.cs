using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents points in a binary tree that is halved at the median of the widest coordinate; what bounds a node is up to the kind of tree.</summary>
internal abstract class RowTree
{
    private const int LeafRows = 24;

    private readonly int[] _order;
    private readonly List<Node> _nodes = [];
    private readonly Matrix _rows;

    /// <summary>Initializes the nodes.</summary>
    /// <param name="rows">The points, which are copied in the order of the tree.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="cancellation">Ends the building between two nodes.</param>
    protected RowTree(Matrix rows, RankDistance distance, CancellationToken cancellation)
    {
        Distance = distance;
        _order = [.. Enumerable.Range(0, rows.Rows)];
        Split(rows, 0, rows.Rows, cancellation);
        _rows = rows.SelectRows(_order, cancellation.ThrowIfCancellationRequested);
    }

    /// <summary>Gets the distance.</summary>
    protected RankDistance Distance { get; }

    /// <summary>Gets the number of nodes.</summary>
    protected int NodeCount => _nodes.Count;

    /// <summary>Offers a list all rows that could belong to it.</summary>
    /// <typeparam name="T">The kind of list.</typeparam>
    /// <param name="query">The point.</param>
    /// <param name="list">The list.</param>
    public void Search<T>(ReadOnlySpan<double> query, ref T list)
        where T : INeighborList, allows ref struct => Search(0, query, ref list);

    /// <summary>Gets the points of a node.</summary>
    protected Matrix PointsOf(int node) => _rows.RowRange(_nodes[node].First, _nodes[node].Count);

    /// <summary>Computes what no distance, before the root, from a point to one of a node falls below, whatever the rounding.</summary>
    protected abstract double Bound(int node, ReadOnlySpan<double> query);

    private void Search<T>(int at, ReadOnlySpan<double> query, ref T list)
        where T : INeighborList, allows ref struct
    {
        Node node = _nodes[at];
        if (node.Right == 0)
        {
            for (int row = node.First; row < node.First + node.Count; row++)
            {
                list.Offer(Distance.Between(query, _rows.Row(row)), _order[row]);
            }

            return;
        }

        int near = at + 1, far = node.Right;
        double toNear = Bound(near, query), toFar = Bound(far, query);
        if (toFar < toNear)
        {
            (near, far, toNear, toFar) = (far, near, toFar, toNear);
        }

        if (!(toNear > list.Limit))
        {
            Search(near, query, ref list);
        }

        if (!(toFar > list.Limit))
        {
            Search(far, query, ref list);
        }
    }

    /// <summary>Adds the node of some rows and of all below it; the left child follows its parent.</summary>
    private void Split(Matrix rows, int first, int count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int at = _nodes.Count;
        _nodes.Add(new Node(first, count, 0));
        if (count <= LeafRows)
        {
            return;
        }

        int feature = Widest(rows, first, count);
        double[] keys = new double[count];
        for (int i = 0; i < count; i++)
        {
            keys[i] = rows[_order[first + i], feature];
        }

        keys.AsSpan().Sort(_order.AsSpan(first, count));
        int half = count / 2;
        Split(rows, first, half, cancellation);
        _nodes[at] = new Node(first, count, _nodes.Count);
        Split(rows, first + half, count - half, cancellation);
    }

    // Compiled whole at once: a tree is built before the tiers get there (balltree_letters).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Widest(Matrix rows, int first, int count)
    {
        double[] low = new double[rows.Columns], high = new double[rows.Columns];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (int i = first; i < first + count; i++)
        {
            ReadOnlySpan<double> values = rows.Row(_order[i]);
            int feature = 0;
            for (; feature <= values.Length - Vector256<double>.Count; feature += Vector256<double>.Count)
            {
                var some = Vector256.Create(values[feature..]);
                Vector256.Min(Vector256.Create(low, feature), some).CopyTo(low, feature);
                Vector256.Max(Vector256.Create(high, feature), some).CopyTo(high, feature);
            }

            for (; feature < values.Length; feature++)
            {
                low[feature] = Math.Min(low[feature], values[feature]);
                high[feature] = Math.Max(high[feature], values[feature]);
            }
        }

        int widest = 0;
        for (int feature = 1; feature < low.Length; feature++)
        {
            widest = high[feature] - low[feature] > high[widest] - low[widest] ? feature : widest;
        }

        return widest;
    }

    private readonly record struct Node(int First, int Count, int Right);
}
