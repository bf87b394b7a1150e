using System.Runtime.InteropServices;
using Modelyard.Numerics;

namespace Modelyard.Frames.Summaries;

/// <summary>Counts the different values of a column as long as memory holds them; then those go that are rare, and how many differ is estimated.</summary>
/// <remarks>
/// When there are twice as many values as are to be kept, the count of the middle one is taken from all, and those that have none left go: no count is short by more than what was taken in all.
/// Source: Misra and Gries (1982), Finding Repeated Elements; Anderson et al. (2017), A High-Performance Algorithm for Identifying Frequent Items in Data Streams.
/// </remarks>
internal sealed class ValueCounts
{
    /// <summary>About how many bytes a value takes.</summary>
    public const int ValueBytes = 56;

    private readonly int _most;
    private readonly Dictionary<UInt128, long> _counts = [];
    private DistinctSketch? _sketch;
    private long _taken;
    private long _distinct;

    /// <summary>Initializes counts.</summary>
    /// <param name="memory">The number of bytes that they may take.</param>
    public ValueCounts(long memory) => _most = (int)Math.Clamp(memory / ValueBytes, 1024, 1 << 26);

    /// <summary>Gets a value indicating whether all values were counted.</summary>
    public bool IsExact => _sketch is null;

    /// <summary>Gets the number of different values, exact or estimated.</summary>
    public long Distinct => _sketch?.Count ?? Math.Max(_distinct, _counts.Count);

    /// <summary>Gets the number of cells that a value which is not among the candidates may have at most.</summary>
    public long MostOfOthers { get; private set; }

    /// <summary>Adds cells of a value.</summary>
    /// <param name="key">What tells it from others.</param>
    /// <param name="count">The number of cells.</param>
    public void Add(UInt128 key, long count = 1)
    {
        _sketch?.Add(CellKeys.Mix(key));
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += count;
        if (_counts.Count > _most)
        {
            Reduce();
        }
    }

    /// <summary>Gives the values that are the most frequent ones, or if not all were counted may be so, and forgets all others.</summary>
    /// <param name="most">The greatest number of values if not all were counted.</param>
    /// <param name="count">Receives the number of cells that each of them has, if all were counted.</param>
    public HashSet<UInt128> Tops(int most, out long count)
    {
        count = _counts.Count == 0 ? 0 : _counts.Values.Max();
        long least = count - _taken;
        KeyValuePair<UInt128, long>[] may = [.. _counts.Where(one => one.Value >= least)];
        if (!IsExact)
        {
            Array.Sort(may, (one, other) => one.Value != other.Value ? other.Value.CompareTo(one.Value) : one.Key.CompareTo(other.Key));
            MostOfOthers = _taken + (may.Length > most ? may[most].Value : 0);
            may = may[..Math.Min(most, may.Length)];
        }

        _distinct = _counts.Count;
        _counts.Clear();
        _counts.TrimExcess();
        return [.. may.Select(one => one.Key)];
    }

    private void Reduce()
    {
        if (_sketch is null)
        {
            _sketch = new DistinctSketch();
            foreach (UInt128 key in _counts.Keys)
            {
                _sketch.Add(CellKeys.Mix(key));
            }
        }

        long[] counts = [.. _counts.Values];
        Array.Sort(counts);
        long middle = counts[counts.Length / 2];
        _taken += middle;
        foreach ((UInt128 key, long count) in _counts.ToArray())
        {
            if (count > middle)
            {
                _counts[key] = count - middle;
            }
            else
            {
                _counts.Remove(key);
            }
        }
    }
}
