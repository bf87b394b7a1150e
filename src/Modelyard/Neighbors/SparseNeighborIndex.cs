using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Finds the nearest of sparse rows by comparing with every row, a tile of queries at a time.</summary>
/// <remarks>
/// A squared distance is that of the squared norms less twice the product, summed in one order whatever the tile: equal rows are at distance 0, and the error of a squared
/// distance is of the order of rounding of the squared norms. Cosine distances are those of rows scaled to length 1, with a further column for rows of zeros.
/// </remarks>
internal sealed class SparseNeighborIndex : NeighborIndex
{
    private readonly SparseMatrix _rows;
    private readonly SparseMatrix _points;
    private readonly double[] _squares;

    /// <summary>Initializes an index.</summary>
    /// <param name="rows">The rows to find, which the index shares.</param>
    /// <param name="distance">The distance, euclidean or cosine.</param>
    /// <param name="algorithm">The way of the search, as it was asked for.</param>
    public SparseNeighborIndex(SparseMatrix rows, RankDistance distance, NeighborAlgorithm algorithm = NeighborAlgorithm.Auto)
        : base(rows.Rows, distance)
    {
        Algorithm = algorithm;
        _rows = rows;
        _points = distance.IsMapped ? ToPoints(rows) : rows;
        _squares = new double[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            _squares[row] = SparseTile.Square(_points.Row(row).Values);
        }
    }

    /// <inheritdoc/>
    public override NeighborAlgorithm Algorithm { get; }

    /// <summary>Tells whether there is an index of sparse rows for a distance.</summary>
    public static bool Takes(RankDistance distance) => distance.Metric is DistanceMetric.Euclidean or DistanceMetric.Cosine;

    /// <inheritdoc/>
    public override void Nearest(ReadOnlySpan<double> query, Span<int> neighbors, Span<double> distances)
    {
        using var tile = new SparseTile(_points, _squares);
        Load(tile, 0, query);
        tile.Compare();
        var list = new NearestList(neighbors, distances);
        tile.Offer(0, ref list);
        Root(distances);
    }

    /// <inheritdoc/>
    public override void Nearest(Matrix queries, int count, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, SparseTile.Lanes, degree, (first, number) =>
        {
            using SparseTile tile = Compare(queries, first, number);
            Nearest(tile, first, number, count, visit);
        });

    /// <inheritdoc/>
    public override void Nearest(SparseMatrix queries, int count, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, SparseTile.Lanes, degree, (first, number) =>
        {
            using SparseTile tile = Compare(queries, first, number);
            Nearest(tile, first, number, count, visit);
        });

    /// <inheritdoc/>
    public override void Within(ReadOnlySpan<double> query, ref RadiusList list)
    {
        using var tile = new SparseTile(_points, _squares);
        Load(tile, 0, query);
        tile.Compare();
        tile.Offer(0, ref list);
    }

    /// <inheritdoc/>
    public override void Within(Matrix queries, double radius, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, SparseTile.Lanes, degree, (first, number) =>
        {
            using SparseTile tile = Compare(queries, first, number);
            Within(tile, first, number, radius, visit);
        });

    /// <inheritdoc/>
    public override void Within(SparseMatrix queries, double radius, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, SparseTile.Lanes, degree, (first, number) =>
        {
            using SparseTile tile = Compare(queries, first, number);
            Within(tile, first, number, radius, visit);
        });

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        int[] starts = new int[RowCount + 1];
        for (int row = 0; row < RowCount; row++)
        {
            starts[row + 1] = starts[row] + _rows.Row(row).Count;
        }

        state.Write("starts", starts);
        state.Write("indices", _rows.Indices);
        state.Write("values", _rows.Values);
    }

    private SparseTile Compare(Matrix queries, int first, int number)
    {
        var tile = new SparseTile(_points, _squares);
        for (int lane = 0; lane < number; lane++)
        {
            Load(tile, lane, queries.Row(first + lane));
        }

        tile.Compare();
        return tile;
    }

    private SparseTile Compare(SparseMatrix queries, int first, int number)
    {
        var tile = new SparseTile(_points, _squares);
        SparseMatrix points = queries.RowRange(first, number);
        points = Distance.IsMapped ? ToPoints(points) : points;
        for (int lane = 0; lane < number; lane++)
        {
            tile.Load(lane, points.Row(lane));
        }

        tile.Compare();
        return tile;
    }

    private void Load(SparseTile tile, int lane, ReadOnlySpan<double> query)
    {
        if (!Distance.IsMapped)
        {
            tile.Load(lane, query);
            return;
        }

        using var point = new ScratchBuffer(_points.Columns);
        Span<double> stored = MapStored(query, point.Span);
        int at = 0;
        for (int column = 0; column < query.Length; column++)
        {
            if (query[column] != 0)
            {
                tile.Put(lane, column, stored[at++]);
            }
        }

        tile.Put(lane, query.Length, stored[^1]);
        tile.SetSquare(lane, SparseTile.Square(stored));
    }

    private void Nearest(SparseTile tile, int first, int number, int count, Visitor visit)
    {
        using var found = new Found(count);
        for (int lane = 0; lane < number; lane++)
        {
            var list = new NearestList(found.Neighbors, found.Distances);
            tile.Offer(lane, ref list);
            Root(found.Distances);
            visit(first + lane, found.Neighbors, found.Distances);
        }
    }

    private void Within(SparseTile tile, int first, int number, double radius, Visitor visit)
    {
        var list = new RadiusList(Distance, radius);
        try
        {
            for (int lane = 0; lane < number; lane++)
            {
                list.Clear();
                tile.Offer(lane, ref list);
                list.Sort();
                visit(first + lane, list.Indexes, list.Distances);
            }
        }
        finally
        {
            list.Dispose();
        }
    }

    private SparseMatrix ToPoints(SparseMatrix rows)
    {
        var builder = new SparseMatrixBuilder(rows.Columns + 1);
        double[] point = new double[rows.Columns + 1];
        for (int row = 0; row < rows.Rows; row++)
        {
            SparseRow own = rows.Row(row);
            Span<double> stored = MapStored(own.Values, point);
            int at = 0;
            for (int i = 0; i < own.Count; i++)
            {
                if (own.Values[i] != 0)
                {
                    builder.Add(own.Indices[i], stored[at++]);
                }
            }

            if (stored[^1] != 0)
            {
                builder.Add(rows.Columns, stored[^1]);
            }

            builder.EndRow();
        }

        return builder.Build();
    }

    /// <summary>Maps the elements that are not 0, without the others, so that a row gives the same bits stored densely and sparsely.</summary>
    private Span<double> MapStored(ReadOnlySpan<double> values, Span<double> point)
    {
        int count = 0;
        foreach (double value in values)
        {
            if (value != 0)
            {
                point[count++] = value;
            }
        }

        Distance.Map(point[..count], point[..(count + 1)]);
        return point[..(count + 1)];
    }
}
