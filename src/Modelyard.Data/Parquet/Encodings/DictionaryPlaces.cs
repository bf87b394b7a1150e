using System.Numerics;
using System.Runtime.CompilerServices;

namespace Modelyard.Data.Parquet.Encodings;

/// <summary>Finds the places of cells in a dictionary from codes of the cells, of which some may be unused.</summary>
/// <remarks>Where cells do not repeat one after the other, the most frequent cells come first: their places are small numbers, and side by side they compress by a tenth better (write_parquet_flights).</remarks>
internal sealed class DictionaryPlaces
{
    // Beyond it sorting takes longer than it saves.
    private const int MostSorted = 1 << 14;

    private int[] _codes = [];
    private int[] _places = [];
    private int[] _order = [];
    private int _count;
    private int _used;

    /// <summary>Gets the number of bits of a place.</summary>
    public int Width { get; private set; }

    /// <summary>Gets a value indicating whether places repeat so often that they are written as runs.</summary>
    public bool AreRuns { get; private set; }

    /// <summary>Gets about how many bytes the places take.</summary>
    public long PlaceBytes { get; private set; }

    /// <summary>Gets the codes of the dictionary's cells, in the order of their places.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, _used);

    /// <summary>Gets room for the codes of cells.</summary>
    /// <param name="count">The number of cells.</param>
    public Span<int> Room(int count)
    {
        // Gathered cells take one more.
        Grow(ref _codes, count + 1);
        _count = count;
        return _codes;
    }

    /// <summary>Counts how often each code is used.</summary>
    /// <param name="codeCount">The number of codes.</param>
    /// <param name="cells">The number of cells in the room.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(int codeCount, int cells)
    {
        _count = cells;
        Grow(ref _places, codeCount);
        Grow(ref _order, Math.Min(codeCount, cells));
        Span<int> counts = _places.AsSpan(0, codeCount);
        counts.Clear();
        foreach (int code in _codes.AsSpan(0, cells))
        {
            counts[code]++;
        }

        _used = 0;
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
            {
                _order[_used++] = code;
            }
        }

        int runs = HybridEncoder.CountRuns(_codes.AsSpan(0, cells));
        Width = _used <= 2 ? 1 : 32 - BitOperations.LeadingZeroCount((uint)(_used - 1));
        long bits = ((long)cells * Width) / 8, asRuns = (long)runs * HybridEncoder.RunLength(Width);
        AreRuns = asRuns < bits / 2;
        PlaceBytes = AreRuns ? asRuns : bits;
    }

    /// <summary>Sorts the codes that are used, which stand in the order of their numbers before.</summary>
    public void Sort(Comparison<int> comparison)
    {
        Span<int> order = _order.AsSpan(0, _used);
        for (int i = 1; i < order.Length; i++)
        {
            if (comparison(order[i - 1], order[i]) > 0)
            {
                order.Sort(comparison);
                return;
            }
        }
    }

    /// <summary>Sums a measure of the codes that are used, each once or as often as it is used.</summary>
    public long Sum(Func<int, int> measure, bool isOfCells)
    {
        long sum = 0;
        foreach (int code in Order)
        {
            sum += (long)measure(code) * (isOfCells ? _places[code] : 1);
        }

        return sum;
    }

    /// <summary>Makes places of the codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<int> Assign()
    {
        if (!AreRuns && _used <= MostSorted)
        {
            SortByFrequency();
        }

        for (int place = 0; place < _used; place++)
        {
            _places[_order[place]] = place;
        }

        Span<int> codes = _codes.AsSpan(0, _count);
        ReadOnlySpan<int> places = _places;
        foreach (ref int code in codes)
        {
            code = places[code];
        }

        return codes;
    }

    /// <summary>Sorts the codes by how often they are used; equally frequent ones stay as they are.</summary>
    private void SortByFrequency()
    {
        ulong[] keys = new ulong[_used];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)(uint)~_places[_order[i]] << 32) | (uint)i;
        }

        Array.Sort(keys);
        int[] before = _order[.._used];
        for (int i = 0; i < keys.Length; i++)
        {
            _order[i] = before[(uint)keys[i]];
        }
    }

    private static void Grow(ref int[] array, int length)
    {
        if (array.Length < length)
        {
            array = GC.AllocateUninitializedArray<int>(length);
        }
    }
}
