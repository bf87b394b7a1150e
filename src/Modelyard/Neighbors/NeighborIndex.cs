using System.Buffers;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Finds the rows nearest to a row, exactly.</summary>
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

    private readonly KdTree? _tree;
    private readonly bool _tiles;

    // Made for the first batch: a single row is compared as it comes (knn_mnist).
    private PairwiseFold? _fold;

    /// <summary>Initializes an index.</summary>
    /// <param name="rows">The rows to find, which the index shares.</param>
    /// <param name="distance">The distance.</param>
    public NeighborIndex(Matrix rows, RankDistance distance)
    {
        Rows = rows;
        Distance = distance;
        if (rows.Columns <= MostTreeFeatures && rows.Rows >= LeastTreeRows)
        {
            _tree = new KdTree(rows, distance);
        }

        _tiles = _tree is null && distance.Metric == DistanceMetric.Euclidean;
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

    /// <summary>Finds the neighbours of one row.</summary>
    /// <param name="query">The row.</param>
    /// <param name="neighbors">Receives the indexes, nearest first.</param>
    /// <param name="distances">Receives the distances.</param>
    public void Nearest(ReadOnlySpan<double> query, Span<int> neighbors, Span<double> distances)
    {
        var list = new NearestList(neighbors, distances);
        if (_tree is not null)
        {
            _tree.Search(query, ref list);
        }
        else
        {
            for (int row = 0; row < Rows.Rows; row++)
            {
                list.Offer(Distance.Between(query, Rows.Row(row)), row);
            }
        }

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
            ? LazyInitializer.EnsureInitialized(ref _fold, () => new PairwiseFold(Rows, degree))
            : null;
        ParallelLoop.Blocks(queries.Rows, fold is not null ? QueryBlock : LeastTiledQueries, degree, (first, number) =>
        {
            if (fold is not null)
            {
                SearchTile(fold, queries, first, number, count, visit);
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

    private void SearchTile(PairwiseFold fold, Matrix queries, int first, int number, int count, Visitor visit)
    {
        using var found = new Found(count);
        using var candidates = new CandidateSet(number, count);
        if (!fold.TrySweep(queries.RowRange(first, number), candidates))
        {
            for (int query = first; query < first + number; query++)
            {
                Nearest(queries.Row(query), found.Neighbors, found.Distances);
                visit(query, found.Neighbors, found.Distances);
            }

            return;
        }

        for (int query = 0; query < number; query++)
        {
            ReadOnlySpan<double> row = queries.Row(first + query);
            var list = new NearestList(found.Neighbors, found.Distances);
            foreach (int candidate in candidates.Of(query))
            {
                list.Offer(Distance.Between(row, Rows.Row(candidate)), candidate);
            }

            Root(found.Distances);
            visit(first + query, found.Neighbors, found.Distances);
        }
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
