namespace Modelyard.Numerics;

/// <summary>Estimates how many different values there are from the least of their hashes.</summary>
/// <remarks>Exact up to the number of hashes that are kept; beyond, the standard error is 1.6 %. Source: Bar-Yossef, Jayram, Kumar, Sivakumar and Trevisan (2002), Counting Distinct Elements in a Data Stream.</remarks>
internal sealed class DistinctSketch
{
    private const int Kept = 4096;

    private readonly SortedSet<ulong> _least = [];
    private ulong _bound = ulong.MaxValue;

    /// <summary>Gets the number of different values, exact or estimated.</summary>
    internal long Count => _least.Count < Kept ? _least.Count : (long)((Kept - 1) * (ulong.MaxValue / (double)_bound));

    /// <summary>Gets a value indicating whether the number is exact.</summary>
    internal bool IsExact => _least.Count < Kept;

    /// <summary>Takes in a value.</summary>
    /// <param name="bits">What tells it from others.</param>
    internal void Add(ulong bits)
    {
        // The finalizer of SplitMix64 spreads the bits over the whole range (Steele, Lea and Flood, 2014).
        ulong hash = bits + 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        if (hash >= _bound || !_least.Add(hash))
        {
            return;
        }

        if (_least.Count > Kept)
        {
            _least.Remove(_least.Max);
        }

        _bound = _least.Count == Kept ? _least.Max : ulong.MaxValue;
    }
}
