namespace Modelyard.Neighbors;

/// <summary>Keeps the nearest few of all that are offered, in order; of equally near ones, those with the lower index.</summary>
/// <param name="indexes">Receives the indexes; as long as the list may grow.</param>
/// <param name="distances">Receives the distances.</param>
internal ref struct NearestList(Span<int> indexes, Span<double> distances) : INeighborList
{
    private readonly Span<int> _indexes = indexes;
    private readonly Span<double> _distances = distances;

    /// <summary>Gets how many are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the distance beyond which nothing is taken any more.</summary>
    public readonly double Limit => Count < _distances.Length ? double.PositiveInfinity : _distances[^1];

    /// <summary>Offers one.</summary>
    public void Offer(double distance, int index)
    {
        if (Count == _distances.Length)
        {
            if (distance > _distances[^1] || (distance == _distances[^1] && index > _indexes[^1]))
            {
                return;
            }

            Count--;
        }

        int at = Count;
        while (at > 0 && (distance < _distances[at - 1] || (distance == _distances[at - 1] && index < _indexes[at - 1])))
        {
            _distances[at] = _distances[at - 1];
            _indexes[at] = _indexes[at - 1];
            at--;
        }

        _distances[at] = distance;
        _indexes[at] = index;
        Count++;
    }
}
