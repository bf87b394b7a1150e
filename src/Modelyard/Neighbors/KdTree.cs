using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents rows in a tree of boxes, for few features.</summary>
/// <remarks>Source: Friedman, Bentley and Finkel (1977), ACM Transactions on Mathematical Software 3(3).</remarks>
internal sealed class KdTree
{
    private const int LeafRows = 24;

    // A box is passed over only if it is farther by more than rounding can account for.
    private const double Slack = 1 - 1e-12;

    private readonly RankDistance _distance;
    private readonly int[] _order;
    private readonly Matrix _rows;
    private readonly List<Node> _nodes = [];
    private readonly Matrix _low;
    private readonly Matrix _high;

    /// <summary>Initializes a tree.</summary>
    /// <param name="rows">The rows, which are copied in the order of the tree.</param>
    /// <param name="distance">The distance.</param>
    public KdTree(Matrix rows, RankDistance distance)
    {
        _distance = distance;
        _order = [.. Enumerable.Range(0, rows.Rows)];
        Split(rows, 0, rows.Rows);
        _rows = rows.SelectRows(_order);
        _low = new Matrix(_nodes.Count, rows.Columns);
        _high = new Matrix(_nodes.Count, rows.Columns);
        for (int node = 0; node < _nodes.Count; node++)
        {
            Bound(_rows.RowRange(_nodes[node].First, _nodes[node].Count), _low.Row(node), _high.Row(node));
        }
    }

    /// <summary>Offers a list all rows that could belong to it.</summary>
    public void Search(ReadOnlySpan<double> query, ref NearestList list) => Search(0, query, ref list);

    private void Search(int at, ReadOnlySpan<double> query, ref NearestList list)
    {
        Node node = _nodes[at];
        if (node.Right == 0)
        {
            for (int row = node.First; row < node.First + node.Count; row++)
            {
                list.Offer(_distance.Between(query, _rows.Row(row)), _order[row]);
            }

            return;
        }

        int near = at + 1, far = node.Right;
        double toNear = _distance.ToBox(query, _low.Row(near), _high.Row(near));
        double toFar = _distance.ToBox(query, _low.Row(far), _high.Row(far));
        if (toFar < toNear)
        {
            (near, far, toNear, toFar) = (far, near, toFar, toNear);
        }

        if (!(toNear * Slack > list.Limit))
        {
            Search(near, query, ref list);
        }

        if (!(toFar * Slack > list.Limit))
        {
            Search(far, query, ref list);
        }
    }

    /// <summary>Adds the node of some rows and of all below it; the left child follows its parent.</summary>
    private void Split(Matrix rows, int first, int count)
    {
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
        Split(rows, first, half);
        _nodes[at] = new Node(first, count, _nodes.Count);
        Split(rows, first + half, count - half);
    }

    private int Widest(Matrix rows, int first, int count)
    {
        int widest = 0;
        double width = -1;
        for (int feature = 0; feature < rows.Columns; feature++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int i = first; i < first + count; i++)
            {
                double value = rows[_order[i], feature];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (high - low > width)
            {
                (widest, width) = (feature, high - low);
            }
        }

        return widest;
    }

    private static void Bound(Matrix rows, Span<double> low, Span<double> high)
    {
        low.Fill(double.PositiveInfinity);
        high.Fill(double.NegativeInfinity);
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<double> values = rows.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                low[i] = Math.Min(low[i], values[i]);
                high[i] = Math.Max(high[i], values[i]);
            }
        }
    }

    private readonly record struct Node(int First, int Count, int Right);
}
