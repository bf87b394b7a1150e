using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Finds the rows nearest to a row, or within a radius of it, exactly.</summary>
/// <remarks>
/// Whatever the way of the search, the distances that are compared in the end are those of <see cref="RankDistance"/> and ties go to the lower index,
/// so a row gets the same neighbours to the bit alone and in a batch.
/// </remarks>
internal sealed class NeighborIndex
{
    private const int MostTreeFeatures = 12;
    private const int LeastTreeRows = 256;
    private const int LeastTiledQueries = 16;
    private const int QueryBlock = 96;
    private const int SmallList = 64;

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
    public NeighborIndex(Matrix rows, RankDistance distance, NeighborAlgorithm algorithm = NeighborAlgorithm.Auto, CancellationToken cancellation = default)
    {
        Rows = rows;
        Distance = distance;
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

    /// <summary>Receives the neighbours of one query.</summary>
    /// <param name="query">The number of the query.</param>
    /// <param name="neighbors">The indexes of the neighbours, nearest first.</param>
    /// <param name="distances">Their distances.</param>
    internal delegate void Visitor(int query, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances);

    /// <summary>Gets the rows to find.</summary>
    public Matrix Rows { get; }

    /// <summary>Gets the distance.</summary>
    public RankDistance Distance { get; }

    /// <summary>Gets the way of the search.</summary>
    public NeighborAlgorithm Algorithm { get; }

    /// <summary>Initializes the index of the training rows.</summary>
    /// <exception cref="ModelyardException">The metric is not for these features.</exception>
    public static NeighborIndex Of(Dataset data, DistanceMetric metric, double power, NeighborAlgorithm algorithm, FitContext context) =>
        metric == DistanceMetric.Haversine && data.FeatureCount != 2
            ? throw new ModelyardException(
                $"Metric is 'Haversine' and there are '{data.FeatureCount}' features; there must be two, latitude and longitude in radians. Leave the others out, or choose another metric.")
            : new NeighborIndex(data.Features, RankDistance.Of(metric, power), algorithm, context.Cancellation);

    /// <summary>Finds the neighbours of one row.</summary>
    /// <param name="query">The row.</param>
    /// <param name="neighbors">Receives the indexes, nearest first.</param>
    /// <param name="distances">Receives the distances.</param>
    public void Nearest(ReadOnlySpan<double> query, Span<int> neighbors, Span<double> distances)
    {
        var list = new NearestList(neighbors, distances);
        Search(query, ref list);
        Root(distances);
    }

    /// <summary>Finds the neighbours of many rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="count">The number of neighbours, at most as many as there are rows to find.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread.</param>
    public void Nearest(Matrix queries, int count, int degree, Visitor visit)
    {
        PairwiseFold? fold = _tiles && queries.Rows >= LeastTiledQueries
            ? LazyInitializer.EnsureInitialized(ref _fold, () => new PairwiseFold(_points, degree))
            : null;
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

    /// <summary>Finds all rows within the radius of a list, in no order.</summary>
    /// <param name="query">The row.</param>
    /// <param name="list">Receives the rows.</param>
    public void Within(ReadOnlySpan<double> query, ref RadiusList list) => Search(query, ref list);

    /// <summary>Finds all rows within a radius of each of many rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="radius">The radius.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread, the nearest first.</param>
    public void Within(Matrix queries, double radius, int degree, Visitor visit) =>
        ParallelLoop.Blocks(queries.Rows, LeastTiledQueries, degree, (first, number) =>
        {
            var list = new RadiusList(Distance, radius);
            try
            {
                for (int query = first; query < first + number; query++)
                {
                    list.Clear();
                    Search(queries.Row(query), ref list);
                    list.Sort();
                    visit(query, list.Indexes, list.Distances);
                }
            }
            finally
            {
                list.Dispose();
            }
        });

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

    private void Root(Span<double> distances)
    {
        foreach (ref double distance in distances)
        {
            distance = Distance.Root(distance);
        }
    }

    /// <summary>Gives room for the neighbours of one row without allocating for each.</summary>
    internal ref struct Found
    {
        private readonly int[] _neighbors;
        private readonly double[] _distances;
        private readonly int _count;

        public Found(int count)
        {
            _count = count;
            _neighbors = ArrayPool<int>.Shared.Rent(Math.Max(count, SmallList));
            _distances = ArrayPool<double>.Shared.Rent(Math.Max(count, SmallList));
        }

        public readonly Span<int> Neighbors => _neighbors.AsSpan(0, _count);

        public readonly Span<double> Distances => _distances.AsSpan(0, _count);

        public readonly void Dispose()
        {
            ArrayPool<int>.Shared.Return(_neighbors);
            ArrayPool<double>.Shared.Return(_distances);
        }
    }
}
