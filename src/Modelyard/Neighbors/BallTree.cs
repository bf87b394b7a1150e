using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Represents points in a tree of balls: a node is passed over by the triangle inequality, so that any metric will do.</summary>
/// <remarks>
/// Built from above, halved at the median of the widest coordinate. Source: Omohundro (1989), Five Balltree Construction Algorithms, International Computer Science
/// Institute, TR-89-063, the first of the five.
/// </remarks>
internal sealed class BallTree : RowTree
{
    // The share by which rounding may have stretched a distance to a centre or shortened a radius, with room for many features.
    private const double Rounding = 1e-10;
    private const double LeastNormal = 2.2250738585072014e-308;

    private readonly Matrix _centres;
    private readonly double[] _radii;

    // A difference whose power falls below the normal numbers is lost in a distance: no more than this in a radius and in a distance to a centre together.
    private readonly double _lost;

    /// <summary>Initializes a tree.</summary>
    /// <param name="rows">The points, which are copied in the order of the tree.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="cancellation">Ends the building between two nodes.</param>
    public BallTree(Matrix rows, RankDistance distance, CancellationToken cancellation = default)
        : base(rows, distance, cancellation)
    {
        _lost = 2 * rows.Columns * distance.Length(LeastNormal);
        _centres = new Matrix(NodeCount, rows.Columns);
        _radii = new double[NodeCount];
        for (int node = 0; node < NodeCount; node++)
        {
            cancellation.ThrowIfCancellationRequested();
            Matrix points = PointsOf(node);
            Span<double> centre = _centres.Row(node);
            Centre(points, centre);
            for (int row = 0; row < points.Rows; row++)
            {
                _radii[node] = Math.Max(_radii[node], distance.Length(distance.Between(centre, points.Row(row))));
            }
        }
    }

    /// <inheritdoc/>
    protected override double Bound(int node, ReadOnlySpan<double> query)
    {
        double toCentre = Distance.Length(Distance.Between(query, _centres.Row(node))), radius = _radii[node];
        double gap = toCentre - radius - (Rounding * (toCentre + radius)) - _lost;
        return gap > 0 ? Distance.Unlength(gap) : 0;
    }

    private void Centre(Matrix points, Span<double> centre)
    {
        if (Distance.Metric == DistanceMetric.Hamming)
        {
            // A mean differs from every point in every feature; one of the points is nearer to the others.
            points.Row(points.Rows / 2).CopyTo(centre);
            return;
        }

        for (int row = 0; row < points.Rows; row++)
        {
            VectorKernels.Axpy(1.0 / points.Rows, points.Row(row), centre);
        }
    }
}
