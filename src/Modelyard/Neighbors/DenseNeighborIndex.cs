using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Finds the nearest of dense rows, exactly.</summary>
/// <remarks>Whatever the way of the search, the distances that are compared in the end are those of <see cref="RankDistance"/>.</remarks>
internal sealed class DenseNeighborIndex : NeighborIndex
{
    private const int MostTreeFeatures = 12;
    private const int LeastTreeRows = 256;
    private const int LeastTiledQueries = 16;
    private const int QueryBlock = 96;

    private readonly Matrix _rows;
    private readonly Matrix _points;
    private readonly RowTree? _tree;
    private readonly bool _tiles;

    // Made for the first batch: a single row is compared as it comes (knn_mnist).
    private PairwiseFold? _fold;

    /// <summary>Initializes an index.</summary>
    /// <param name="rows">The rows to find, which the index shares.</param>
    /// <param name="distance">The distance.</param>
    /// <param name="algorithm">The way of the search.</param>
    /// <param name="cancellation">Ends the building.</param>
    public DenseNeighborIndex(Matrix rows, RankDistance distance, NeighborAlgorithm algorithm = NeighborAlgorithm.Auto, CancellationToken cancellation = default)
        : base(rows.Rows, distance)
    {
        _rows = rows;
        Algorithm = algorithm;
        _points = ToPoints(rows);
        bool few = _points.Columns <= MostTreeFeatures && rows.Rows >= LeastTreeRows;
        _tree = algorithm switch
        {
            NeighborAlgorithm.BallTree => new BallTree(_points, distance, cancellation),
            NeighborAlgorithm.KdTree => new KdTree(_points, distance, cancellation),
            NeighborAlgorithm.Auto when few => new KdTree(_points, distance, cancellation),
            _ => null,
        };
        _tiles = _tree is null && distance.IsSquared;
    }

    /// <inheritdoc/>
    public override NeighborAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public override void Nearest(ReadOnlySpan<double> query, Span<int> neighbors, Span<double> distances)
    {
        var list = new NearestList(neighbors, distances);
        Search(query, ref list);
        Root(distances);
    }

    /// <inheritdoc/>
    public override void Nearest(Matrix queries, int count, int degree, Visitor visit)
    {
        PairwiseFold? fold = FoldFor(queries, degree);
        ParallelLoop.Blocks(queries.Rows, fold is not null ? QueryBlock : LeastTiledQueries, degree, (first, number) =>
        {
            if (fold is not null)
            {
                SearchTile(fold, ToPoints(queries.RowRange(first, number)), first, count, visit);
                return;
            }

            using var found = new Found(count);
            for (int query = first; query < first + number; query++)
            {
                Nearest(queries.Row(query), found.Neighbors, found.Distances);
                visit(query, found.Neighbors, found.Distances);
            }
        });
    }

    /// <inheritdoc/>
    public override void Nearest(SparseMatrix queries, int count, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, QueryBlock, degree, (first, number) =>
            Nearest(queries.RowRange(first, number).ToDense(), count, 1, (query, neighbors, distances) => visit(first + query, neighbors, distances)));

    /// <inheritdoc/>
    public override void Within(ReadOnlySpan<double> query, ref RadiusList list) => Search(query, ref list);

    /// <inheritdoc/>
    public override void Within(Matrix queries, double radius, int degree, Visitor visit)
    {
        PairwiseFold? fold = FoldFor(queries, degree);
        ParallelLoop.Blocks(queries.Rows, fold is not null ? QueryBlock : LeastTiledQueries, degree, (first, number) =>
        {
            var list = new RadiusList(Distance, radius);
            try
            {
                Within(fold, queries.RowRange(first, number), first, ref list, visit);
            }
            finally
            {
                list.Dispose();
            }
        });
    }

    /// <inheritdoc/>
    public override void Within(SparseMatrix queries, double radius, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, QueryBlock, degree, (first, number) =>
            Within(queries.RowRange(first, number).ToDense(), radius, 1, (query, neighbors, distances) => visit(first + query, neighbors, distances)));

    /// <inheritdoc/>
    public override void Save(StateWriter state) => state.Write("rows", _rows);

    private PairwiseFold? FoldFor(Matrix queries, int degree) => _tiles && queries.Rows >= LeastTiledQueries
        ? LazyInitializer.EnsureInitialized(ref _fold, () => new PairwiseFold(_points, degree))
        : null;

    /// <summary>Finds the rows within a radius of some rows: a tile of them at a time, if there is a fold (radius_letters).</summary>
    private void Within(PairwiseFold? fold, Matrix queries, int first, ref RadiusList list, Visitor visit)
    {
        using CandidateSet? candidates = fold is null ? null : new CandidateSet(queries.Rows, 0, fold.Scaled(list.Limit));
        Matrix points = candidates is null ? queries : ToPoints(queries);
        bool swept = candidates is not null && fold!.TrySweep(points, candidates);
        for (int query = 0; query < queries.Rows; query++)
        {
            list.Clear();
            if (swept && candidates!.IsWhole(query))
            {
                foreach (int candidate in candidates.Of(query))
                {
                    list.Offer(Distance.Between(points.Row(query), _points.Row(candidate)), candidate);
                }
            }
            else
            {
                Search(queries.Row(query), ref list);
            }

            list.Sort();
            visit(first + query, list.Indexes, list.Distances);
        }
    }

    private void Search<T>(ReadOnlySpan<double> query, ref T list)
        where T : INeighborList, allows ref struct
    {
        if (!Distance.IsMapped)
        {
            SearchPoints(query, ref list);
            return;
        }

        using var point = new ScratchBuffer(_points.Columns);
        Distance.Map(query, point.Span);
        SearchPoints(point.Span, ref list);
    }

    private void SearchPoints<T>(ReadOnlySpan<double> point, ref T list)
        where T : INeighborList, allows ref struct
    {
        if (_tree is not null)
        {
            _tree.Search(point, ref list);
            return;
        }

        for (int row = 0; row < _points.Rows; row++)
        {
            list.Offer(Distance.Between(point, _points.Row(row)), row);
        }
    }

    private void SearchTile(PairwiseFold fold, Matrix points, int first, int count, Visitor visit)
    {
        using var found = new Found(count);
        using var candidates = new CandidateSet(points.Rows, count);
        bool swept = fold.TrySweep(points, candidates);
        for (int query = 0; query < points.Rows; query++)
        {
            ReadOnlySpan<double> point = points.Row(query);
            var list = new NearestList(found.Neighbors, found.Distances);
            if (swept)
            {
                foreach (int candidate in candidates.Of(query))
                {
                    list.Offer(Distance.Between(point, _points.Row(candidate)), candidate);
                }
            }
            else
            {
                SearchPoints(point, ref list);
            }

            Root(found.Distances);
            visit(first + query, found.Neighbors, found.Distances);
        }
    }

    private Matrix ToPoints(Matrix rows)
    {
        if (!Distance.IsMapped)
        {
            return rows;
        }

        var points = new Matrix(rows.Rows, Distance.Width(rows.Columns));
        for (int row = 0; row < rows.Rows; row++)
        {
            Distance.Map(rows.Row(row), points.Row(row));
        }

        return points;
    }
}
