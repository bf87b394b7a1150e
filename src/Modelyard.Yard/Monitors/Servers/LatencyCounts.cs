using System.Numerics;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Counts durations in cells of an eighth of an octave, from a microsecond on, so that a quantile is off by 9 % at most. Counts of several times, servers and models add up.</summary>
/// <remarks>Counting is safe for any number of threads and allocates nothing.</remarks>
public sealed class LatencyCounts
{
    // Of each power of two of microseconds, so many cells of the same width.
    private const int Parts = 8, PartBits = 3, Octaves = 40;

    private readonly long[] _cells = new long[Octaves * Parts];

    /// <summary>Gets the number of durations.</summary>
    public long Count => _cells.Sum();

    /// <summary>Counts a duration.</summary>
    /// <param name="duration">The duration; what is less than a microsecond counts as one.</param>
    public void Add(TimeSpan duration) => Interlocked.Increment(ref _cells[CellOf(duration.Ticks / TimeSpan.TicksPerMicrosecond)]);

    /// <summary>Adds the counts of another time, server or model.</summary>
    /// <param name="other">The counts.</param>
    public void Merge(LatencyCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] += other._cells[i];
        }
    }

    /// <summary>Computes what has been counted since.</summary>
    /// <param name="before">The counts of then.</param>
    /// <returns>The difference.</returns>
    public LatencyCounts Since(LatencyCounts before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var since = new LatencyCounts();
        for (int i = 0; i < _cells.Length; i++)
        {
            since._cells[i] = Interlocked.Read(ref _cells[i]) - before._cells[i];
        }

        return since;
    }

    /// <summary>Computes what a share of the durations did not exceed.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    /// <returns>The upper end of its cell, in milliseconds; NaN if there is none.</returns>
    public double Quantile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count)), seen = 0;
        for (int i = 0; i < _cells.Length; i++)
        {
            seen += _cells[i];
            if (seen >= rank)
            {
                return EndOf(i) / 1000;
            }
        }

        return double.NaN;
    }

    /// <summary>Lists the cells that hold something, each as its place and its count.</summary>
    internal IEnumerable<(int Cell, long Count)> Cells() => _cells.Index().Where(cell => cell.Item != 0);

    internal static LatencyCounts Of(IEnumerable<(int Cell, long Count)> cells)
    {
        var counts = new LatencyCounts();
        foreach ((int cell, long count) in cells)
        {
            counts._cells[cell] = count;
        }

        return counts;
    }

    private static int CellOf(long microseconds)
    {
        long value = Math.Clamp(microseconds, 1, (1L << (Octaves - 1)) - 1);
        int octave = BitOperations.Log2((ulong)value);
        return (octave * Parts) + (int)(((value << PartBits) >> octave) & (Parts - 1));
    }

    /// <summary>Computes the upper end of a cell, in microseconds.</summary>
    private static double EndOf(int cell) => Math.ScaleB(1 + (((cell % Parts) + 1) / (double)Parts), cell / Parts);
}
