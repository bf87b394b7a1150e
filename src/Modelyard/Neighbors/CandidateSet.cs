using System.Buffers;

namespace Modelyard.Neighbors;

/// <summary>Keeps, for each of some queries, every row that may be among its nearest, or within a distance, given approximate distances and a bound on their error.</summary>
/// <remarks>If the k-th smallest approximate distance is t and no distance is wrong by more than e, a row of the true nearest k is never beyond t + 2e.</remarks>
internal sealed class CandidateSet : IDisposable
{
    // Of one query more rows than these are not worth a list: most rows are within the distance.
    private const int MostWithin = 1 << 14;

    private readonly int _count;
    private readonly float _bound;
    private readonly float[] _nearest;
    private readonly float[] _limits;
    private readonly float[] _errors;
    private readonly (float Distance, int Index)[][] _candidates;
    private readonly int[] _sizes;

    /// <summary>Initializes empty sets.</summary>
    /// <param name="queries">The number of queries.</param>
    /// <param name="count">The number of neighbours that each seeks; 0 where they are sought within a distance.</param>
    /// <param name="bound">That distance.</param>
    public CandidateSet(int queries, int count, float bound = float.PositiveInfinity)
    {
        (_count, _bound) = (count, bound);
        _nearest = new float[queries * count];
        Array.Fill(_nearest, float.PositiveInfinity);
        _limits = new float[queries];
        Array.Fill(_limits, float.PositiveInfinity);
        _errors = new float[queries];
        _candidates = new (float, int)[queries][];
        for (int query = 0; query < queries; query++)
        {
            _candidates[query] = ArrayPool<(float, int)>.Shared.Rent(Math.Max(64, 4 * count));
        }

        _sizes = new int[queries];
    }

    /// <summary>Gets the approximate distance beyond which a row can no longer be among the nearest of a query.</summary>
    public float Limit(int query) => _limits[query];

    /// <summary>Tells whether the set of a query holds all that it must; not if so many rows are within the distance that they were not kept.</summary>
    public bool IsWhole(int query) => !float.IsNegativeInfinity(_limits[query]);

    /// <summary>Sets the bound on the error of a query's distances.</summary>
    public void SetError(int query, float error)
    {
        _errors[query] = error;
        _limits[query] = MathF.BitIncrement(_bound + (2 * error));
    }

    /// <summary>Takes in a row whose distance is within the limit.</summary>
    public void Add(int query, float distance, int index)
    {
        Span<float> nearest = _nearest.AsSpan(query * _count, _count);
        if (_count == 0)
        {
            if (_sizes[query] == MostWithin)
            {
                (_sizes[query], _limits[query]) = (0, float.NegativeInfinity);
                return;
            }
        }
        else if (distance < nearest[^1])
        {
            int at = _count - 1;
            for (; at > 0 && distance < nearest[at - 1]; at--)
            {
                nearest[at] = nearest[at - 1];
            }

            nearest[at] = distance;
            _limits[query] = MathF.BitIncrement(nearest[^1] + (2 * _errors[query]));
        }

        if (_sizes[query] == _candidates[query].Length)
        {
            Compact(query);
        }

        _candidates[query][_sizes[query]++] = (distance, index);
    }

    /// <summary>Gets the rows that may be among the nearest of a query, by index.</summary>
    public IEnumerable<int> Of(int query)
    {
        float limit = _limits[query];
        for (int i = 0; i < _sizes[query]; i++)
        {
            (float distance, int index) = _candidates[query][i];
            if (!(distance > limit))
            {
                yield return index;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((float, int)[] candidates in _candidates)
        {
            ArrayPool<(float, int)>.Shared.Return(candidates);
        }
    }

    private void Compact(int query)
    {
        (float Distance, int Index)[] candidates = _candidates[query];
        int kept = 0;
        foreach ((float Distance, int Index) candidate in candidates)
        {
            if (!(candidate.Distance > _limits[query]))
            {
                candidates[kept++] = candidate;
            }
        }

        _sizes[query] = kept;
        if (kept > candidates.Length / 2)
        {
            (float, int)[] larger = ArrayPool<(float, int)>.Shared.Rent(candidates.Length * 2);
            candidates.AsSpan(0, kept).CopyTo(larger);
            ArrayPool<(float, int)>.Shared.Return(candidates);
            _candidates[query] = larger;
        }
    }
}
