using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents points in a tree of boxes, for few features.</summary>
/// <remarks>Source: Friedman, Bentley and Finkel (1977), ACM Transactions on Mathematical Software 3(3).</remarks>
internal sealed class KdTree : RowTree
{
    // A box is passed over only if it is farther by more than rounding can account for.
    private const double Slack = 1 - 1e-12;

    private readonly Matrix _low;
    private readonly Matrix _high;

    /// <summary>Initializes a tree.</summary>
    /// <param name="rows">The points, which are copied in the order of the tree.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="cancellation">Ends the building between two nodes.</param>
    public KdTree(Matrix rows, RankDistance distance, CancellationToken cancellation = default)
        : base(rows, distance, cancellation)
    {
        _low = new Matrix(NodeCount, rows.Columns);
        _high = new Matrix(NodeCount, rows.Columns);
        for (int node = 0; node < NodeCount; node++)
        {
            cancellation.ThrowIfCancellationRequested();
            Enclose(PointsOf(node), _low.Row(node), _high.Row(node));
        }
    }

    /// <inheritdoc/>
    protected override double Bound(int node, ReadOnlySpan<double> query) => Distance.ToBox(query, _low.Row(node), _high.Row(node)) * Slack;

    private static void Enclose(Matrix rows, Span<double> low, Span<double> high)
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
}
