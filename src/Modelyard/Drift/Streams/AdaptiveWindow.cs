namespace Modelyard.Drift;

/// <summary>Keeps the latest numbers of a stream for as long as they have one mean: adaptive windowing (ADWIN).</summary>
/// <remarks>
/// <para>
/// At each look the window is parted at every place that it remembers. Where the means of both parts differ by more than chance would make them, the older numbers are dropped. For numbers from 0 to 1 with one mean the chance
/// of a false change is at most the stated one at each look; for others the variance in the bound makes it a good approximation. A rise and a fall are both found.
/// </para>
/// <para>Numbers are held as sums of 1, 2, 4, ... of them, so that the memory grows with the logarithm of the window. Source: Bifet and Gavaldà (2007), Learning from Time-Changing Data with Adaptive Windowing, SIAM Data Mining.</para>
/// </remarks>
public sealed class AdaptiveWindow : IChangeDetector
{
    private const int MostOfSize = 5, LeastPart = 5, LeastWindow = 10;

    private readonly double _chance;
    private readonly int _every;

    // Of each size its sums, the latest first; sizes are powers of two.
    private readonly List<List<Bucket>> _sizes = [[]];
    private Bucket _all;
    private long _seen;

    /// <summary>Initializes a window that has seen nothing.</summary>
    /// <param name="chance">The chance of a false change, between 0 and 1.</param>
    /// <param name="every">After how many numbers it looks for a change, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public AdaptiveWindow(double chance = 0.002, int every = 32)
    {
        _chance = chance is > 0 and < 1 ? chance : throw new ArgumentOutOfRangeException(nameof(chance), chance, $"The chance is '{chance}' and must lie between 0 and 1.");
        _every = every >= 1 ? every : throw new ArgumentOutOfRangeException(nameof(every), every, $"The number of numbers between looks is '{every}' and must be 1 or greater.");
    }

    /// <summary>Gets how many of the latest numbers the window holds.</summary>
    public long Width => _all.Count;

    /// <summary>Gets their mean; NaN if there is none.</summary>
    public double Mean => _all.Count == 0 ? double.NaN : _all.Mean;

    /// <summary>Gets their variance; NaN if there is none.</summary>
    public double Variance => _all.Count == 0 ? double.NaN : _all.Squares / _all.Count;

    /// <inheritdoc/>
    public ChangeSignal Add(double value)
    {
        StreamValue.RequireFinite(value);
        var one = new Bucket(1, value, 0);
        _all = _all.With(one);
        _sizes[0].Insert(0, one);
        Compress();
        _seen++;
        bool isChanged = false;
        while (_seen % _every == 0 && Width > LeastWindow && HasTwoMeans())
        {
            DropOldest();
            isChanged = true;
        }

        return isChanged ? ChangeSignal.Change : ChangeSignal.None;
    }

    private void Compress()
    {
        for (int size = 0; size < _sizes.Count && _sizes[size].Count > MostOfSize; size++)
        {
            if (size + 1 == _sizes.Count)
            {
                _sizes.Add([]);
            }

            List<Bucket> row = _sizes[size];
            _sizes[size + 1].Insert(0, row[^1].With(row[^2]));
            row.RemoveRange(row.Count - 2, 2);
        }
    }

    private bool HasTwoMeans()
    {
        Bucket older = default;
        for (int size = _sizes.Count - 1; size >= 0; size--)
        {
            for (int i = _sizes[size].Count - 1; i >= 0; i--)
            {
                older = older.With(_sizes[size][i]);
                long rest = Width - older.Count;
                if (rest < LeastPart)
                {
                    return false;
                }

                if (older.Count >= LeastPart && Math.Abs(older.Mean - _all.Without(older)) > Bound(older.Count, rest))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Computes how far apart the means of two parts may be: Bernstein's bound, for all places of parting together.</summary>
    private double Bound(long older, long rest)
    {
        double log = Math.Log(2 * Math.Log(Width) / _chance), share = (1.0 / (older - LeastPart + 1)) + (1.0 / (rest - LeastPart + 1));
        return Math.Sqrt(2 * share * Variance * log) + (2.0 / 3 * share * log);
    }

    private void DropOldest()
    {
        List<Bucket> row = _sizes[^1];
        Bucket oldest = row[^1];
        row.RemoveAt(row.Count - 1);
        while (_sizes.Count > 1 && _sizes[^1].Count == 0)
        {
            _sizes.RemoveAt(_sizes.Count - 1);
        }

        long count = _all.Count - oldest.Count;
        double mean = _all.Without(oldest), gap = oldest.Mean - mean;
        double squares = _all.Squares - oldest.Squares - (gap * gap * oldest.Count * count / _all.Count);
        _all = new Bucket(count, mean, Math.Max(0, squares));
    }

    /// <summary>Represents numbers by their count, mean and sum of squared distances from it.</summary>
    private readonly record struct Bucket(long Count, double Mean, double Squares)
    {
        /// <summary>Unites two sets of numbers (Chan, Golub and LeVeque, 1979).</summary>
        internal Bucket With(Bucket other)
        {
            long count = Count + other.Count;
            double gap = other.Mean - Mean;
            return new Bucket(count, Mean + (gap * other.Count / count), Squares + other.Squares + (gap * gap * Count * other.Count / count));
        }

        /// <summary>Computes the mean of what is left without a part.</summary>
        internal double Without(Bucket part) => Mean + ((Mean - part.Mean) * part.Count / (Count - part.Count));
    }
}
