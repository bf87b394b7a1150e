using System.Runtime.Intrinsics;

namespace Modelyard.Frames.Binning;

/// <summary>Finds the intervals between edges that numbers are in.</summary>
internal sealed class IntervalSearch
{
    // Beyond it halving takes fewer steps than counting all edges, four numbers at a time, does.
    private const int MostCounted = 64;

    private readonly double[] _edges;
    private readonly bool _isRight;
    private readonly bool _holdsLowest;

    /// <summary>Initializes a search.</summary>
    /// <param name="edges">The edges, rising, at least two.</param>
    /// <param name="options">Which edge belongs to an interval.</param>
    public IntervalSearch(double[] edges, CutOptions options)
    {
        _edges = edges;
        _isRight = options.Right;
        _holdsLowest = options.IncludeLowest;
    }

    /// <summary>Finds the interval of one number.</summary>
    /// <returns>Its zero-based number, or -1 if the number is in none.</returns>
    public int Find(double value)
    {
        if (double.IsNaN(value))
        {
            return CategoryColumn.Missing;
        }

        // The first edge that is not below the value, or above it where intervals hold their left edge.
        int from = 0, to = _edges.Length;
        while (from < to)
        {
            int middle = (from + to) >> 1;
            (from, to) = (_isRight ? _edges[middle] < value : _edges[middle] <= value) ? (middle + 1, to) : (from, middle);
        }

        return from == 0 ? _holdsLowest && value == _edges[0] ? 0 : CategoryColumn.Missing : from == _edges.Length ? CategoryColumn.Missing : from - 1;
    }

    /// <summary>Finds the intervals of numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="codes">Receives the zero-based number of the interval of each, or -1.</param>
    /// <remarks>Eight numbers are held against all edges at once: their branches, taken by chance, cost five times as much (cut_flights).</remarks>
    public void Find(ReadOnlySpan<double> values, Span<int> codes)
    {
        int row = 0;
        if (Vector256.IsHardwareAccelerated && _edges.Length <= MostCounted)
        {
            for (; row <= values.Length - Vector256<int>.Count; row += Vector256<int>.Count)
            {
                Vector256<double> low = Vector256.Create(values[row..]), high = Vector256.Create(values[(row + Vector256<double>.Count)..]);
                Vector256.Narrow(Number(low), Number(high)).CopyTo(codes[row..]);
            }
        }

        for (; row < values.Length; row++)
        {
            codes[row] = Find(values[row]);
        }
    }

    private Vector256<long> Number(Vector256<double> values)
    {
        // NaN is beyond no edge, and so in no interval.
        Vector256<long> passed = Vector256<long>.Zero;
        if (_isRight)
        {
            foreach (double edge in _edges)
            {
                passed -= Vector256.GreaterThan(values, Vector256.Create(edge)).AsInt64();
            }
        }
        else
        {
            foreach (double edge in _edges)
            {
                passed -= Vector256.GreaterThanOrEqual(values, Vector256.Create(edge)).AsInt64();
            }
        }

        if (_holdsLowest)
        {
            passed |= Vector256.Equals(values, Vector256.Create(_edges[0])).AsInt64() & Vector256<long>.One;
        }

        passed &= ~Vector256.Equals(passed, Vector256.Create((long)_edges.Length));
        return passed - Vector256<long>.One;
    }
}
