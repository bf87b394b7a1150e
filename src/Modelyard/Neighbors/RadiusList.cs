using System.Buffers;

namespace Modelyard.Neighbors;

/// <summary>Keeps all rows within a radius, in memory from a pool.</summary>
/// <remarks>What is within is decided on the distance after the root, so that it does not depend on the way of the search.</remarks>
internal ref struct RadiusList : INeighborList
{
    private const int SmallList = 64;

    // A bound on the distance before the root must not shut out what rounding of the root lets in.
    private const double Slack = 1 + 1e-12;

    private readonly RankDistance _distance;
    private readonly double _radius;
    private int[] _indexes;
    private double[] _distances;
    private int _count;

    /// <summary>Initializes an empty list.</summary>
    /// <param name="distance">The distance.</param>
    /// <param name="radius">The radius.</param>
    public RadiusList(RankDistance distance, double radius)
    {
        _distance = distance;
        _radius = radius;
        Limit = distance.Unroot(radius) * Slack;
        _indexes = ArrayPool<int>.Shared.Rent(SmallList);
        _distances = ArrayPool<double>.Shared.Rent(SmallList);
    }

    /// <inheritdoc/>
    public double Limit { get; }

    /// <summary>Gets the rows.</summary>
    public readonly ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _count);

    /// <summary>Gets the distances of the rows.</summary>
    public readonly ReadOnlySpan<double> Distances => _distances.AsSpan(0, _count);

    /// <inheritdoc/>
    public void Offer(double distance, int index)
    {
        if (distance > Limit)
        {
            return;
        }

        double root = _distance.Root(distance);
        if (!(root <= _radius))
        {
            return;
        }

        if (_count == _indexes.Length || _count == _distances.Length)
        {
            Grow(ref _indexes);
            Grow(ref _distances);
        }

        _indexes[_count] = index;
        _distances[_count++] = root;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _count = 0;

    /// <summary>Puts the nearest first; of equally near ones, that with the lower index.</summary>
    public readonly void Sort()
    {
        Span<double> distances = _distances.AsSpan(0, _count);
        Span<int> indexes = _indexes.AsSpan(0, _count);
        distances.Sort(indexes);
        for (int first = 0, next; first < distances.Length; first = next)
        {
            next = first + 1;
            while (next < distances.Length && distances[next] == distances[first])
            {
                next++;
            }

            indexes[first..next].Sort();
        }
    }

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_indexes);
        ArrayPool<double>.Shared.Return(_distances);
    }

    private readonly void Grow<T>(ref T[] array)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(2 * _count);
        array.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }
}
