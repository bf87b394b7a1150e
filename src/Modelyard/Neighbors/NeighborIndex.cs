using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Neighbors;

/// <summary>Finds the rows nearest to a row, or within a radius of it.</summary>
/// <remarks>Ties go to the lower index, and a row gets the same neighbours to the bit alone and in a batch.</remarks>
internal abstract class NeighborIndex
{
    private const int SmallList = 64;

    /// <summary>Initializes what all indexes have.</summary>
    /// <param name="rowCount">The number of rows to find.</param>
    /// <param name="distance">The distance.</param>
    protected NeighborIndex(int rowCount, RankDistance distance)
    {
        RowCount = rowCount;
        Distance = distance;
    }

    /// <summary>Receives the neighbours of one query.</summary>
    /// <param name="query">The number of the query.</param>
    /// <param name="neighbors">The indexes of the neighbours, nearest first.</param>
    /// <param name="distances">Their distances.</param>
    internal delegate void Visitor(int query, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> distances);

    /// <summary>Gets the number of rows to find.</summary>
    public int RowCount { get; }

    /// <summary>Gets the distance.</summary>
    public RankDistance Distance { get; }

    /// <summary>Gets the way of the search.</summary>
    public abstract NeighborAlgorithm Algorithm { get; }

    /// <summary>Initializes the index of the training rows.</summary>
    /// <exception cref="ModelyardException">The metric or the algorithm is not for these features.</exception>
    public static NeighborIndex Of(Dataset data, DistanceMetric metric, double power, NeighborAlgorithm algorithm, FitContext context)
    {
        if (metric == DistanceMetric.Haversine && data.FeatureCount != 2)
        {
            throw new ModelyardException(
                $"Metric is 'Haversine' and there are '{data.FeatureCount}' features; there must be two, latitude and longitude in radians. Leave the others out, or choose another metric.");
        }

        var distance = RankDistance.Of(metric, power);
        if (!data.IsSparse)
        {
            return new DenseNeighborIndex(data.Features, distance, algorithm, context.Cancellation);
        }

        if (!SparseNeighborIndex.Takes(distance))
        {
            throw new ModelyardException($"Metric is '{metric}' and must be 'Euclidean' or 'Cosine' for sparse features. Call 'ToDense' on the data if it fits into memory.");
        }

        return algorithm is NeighborAlgorithm.Auto or NeighborAlgorithm.Brute
            ? new SparseNeighborIndex(data.SparseFeatures, distance, algorithm)
            : throw new ModelyardException($"Algorithm is '{algorithm}' and must be 'Auto' or 'Brute' for sparse features: trees are for few features.");
    }

    /// <summary>Finds the neighbours of one row.</summary>
    /// <param name="query">The row.</param>
    /// <param name="neighbors">Receives the indexes, nearest first.</param>
    /// <param name="distances">Receives the distances.</param>
    public abstract void Nearest(ReadOnlySpan<double> query, Span<int> neighbors, Span<double> distances);

    /// <summary>Finds the neighbours of many rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="count">The number of neighbours, at most as many as there are rows to find.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread.</param>
    public abstract void Nearest(Matrix queries, int count, int degree, Visitor visit);

    /// <summary>Finds the neighbours of many sparse rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="count">The number of neighbours, at most as many as there are rows to find.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread.</param>
    public abstract void Nearest(SparseMatrix queries, int count, int degree, Visitor visit);

    /// <summary>Finds all rows within the radius of a list, in no order.</summary>
    /// <param name="query">The row.</param>
    /// <param name="list">Receives the rows.</param>
    public abstract void Within(ReadOnlySpan<double> query, ref RadiusList list);

    /// <summary>Finds all rows within a radius of each of many rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="radius">The radius.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread, the nearest first.</param>
    public abstract void Within(Matrix queries, double radius, int degree, Visitor visit);

    /// <summary>Finds all rows within a radius of each of many sparse rows.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="radius">The radius.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="visit">Receives the neighbours of each row, on any thread, the nearest first.</param>
    public abstract void Within(SparseMatrix queries, double radius, int degree, Visitor visit);

    /// <summary>Stores the rows.</summary>
    public abstract void Save(StateWriter state);

    /// <summary>Takes the roots of distances.</summary>
    protected void Root(Span<double> distances)
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
