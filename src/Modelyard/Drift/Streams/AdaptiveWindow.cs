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
    /// <summary>After how many numbers it looks for a change where nothing else is said.</summary>
    internal const int Every = 32;

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
    public AdaptiveWindow(double chance = 0.002, int every = Every)
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
        Insert(value, 0);
        bool isChanged = false;
        while (IsDue && HasTwoMeans())
        {
            DropOldest();
            isChanged = true;
        }

        return isChanged ? ChangeSignal.Change : ChangeSignal.None;
    }

    /// <summary>Gets a value indicating whether it looks for a change after the last number.</summary>
    internal bool IsDue => _seen % _every == 0 && Width > LeastWindow;

    /// <summary>Gets how many numbers it has seen.</summary>
    internal long Seen => _seen;

    /// <summary>Gets the sums of each size, the smallest size first and of each the latest first.</summary>
    internal IReadOnlyList<IReadOnlyList<Bucket>> Sizes => _sizes;

    /// <summary>Makes a window that holds what another did.</summary>
    /// <param name="seen">How many numbers the other has seen.</param>
    /// <param name="sizes">Its sums of each size, as <see cref="Sizes"/> gives them.</param>
    internal static AdaptiveWindow Restore(long seen, IReadOnlyList<IReadOnlyList<Bucket>> sizes)
    {
        var window = new AdaptiveWindow { _seen = seen };
        window._sizes.Clear();
        window._sizes.AddRange(sizes.Select(row => row.ToList()));
        foreach (Bucket bucket in sizes.Reverse().SelectMany(row => row.Reverse()))
        {
            window._all = window._all.With(bucket);
        }

        return window;
    }

    /// <summary>Takes in the next number without looking for a change.</summary>
    /// <param name="value">The number, finite.</param>
    /// <param name="mark">What it is known by, such as its time; of numbers that are held as a sum, the mark of the oldest is kept.</param>
    internal void Insert(double value, long mark)
    {
        StreamValue.RequireFinite(value);
        var one = new Bucket(1, value, 0, mark);
        _all = _all.With(one);
        _sizes[0].Insert(0, one);
        Compress();
        _seen++;
    }

    /// <summary>Drops the oldest numbers, down to a count that is that of the newer part at a place.</summary>
    internal void Keep(long count)
    {
        while (Width > count)
        {
            DropOldest();
        }
    }

    /// <summary>Finds the place at which the mean of the newer part is above that of the older by more than chance would make it, most clearly.</summary>
    /// <param name="isFall">Whether it is the other way about: the newer part has the lower mean.</param>
    /// <returns>The place; null if the newer part lies nowhere on that side.</returns>
    internal MeanCut? Strongest(bool isFall = false)
    {
        MeanCut? strongest = null;
        double most = 0;
        Bucket older = default;
        for (int size = _sizes.Count - 1; size >= 0; size--)
        {
            for (int i = _sizes[size].Count - 1; i >= 0; i--)
            {
                long rest = Width - older.Count;
                if (older.Count >= LeastPart && rest >= LeastPart)
                {
                    double after = _all.Without(older), gap = isFall ? older.Mean - after : after - older.Mean, evidence = gap > 0 ? Evidence(gap, older.Count, rest) : 0;
                    if (evidence > most)
                    {
                        most = evidence;
                        strongest = new MeanCut(older.Count, older.Mean, rest, after, _sizes[size][i].Mark, Math.Min(1, 2 * Math.Log(Width) * Math.Exp(-evidence)));
                    }
                }

                older = older.With(_sizes[size][i]);
            }
        }

        return strongest;
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
        double log = Math.Log(2 * Math.Log(Width) / _chance), share = Share(older, rest);
        return Math.Sqrt(2 * share * Variance * log) + (2.0 / 3 * share * log);
    }

    /// <summary>Computes the logarithm at which Bernstein's bound is a given distance of means: the positive root of its quadratic equation in the root of the logarithm.</summary>
    private double Evidence(double gap, long older, long rest)
    {
        double share = Share(older, rest), square = 2.0 / 3 * share, linear = Math.Sqrt(2 * share * Variance), root = (Math.Sqrt((linear * linear) + (4 * square * gap)) - linear) / (2 * square);
        return root * root;
    }

    private static double Share(long older, long rest) => (1.0 / (older - LeastPart + 1)) + (1.0 / (rest - LeastPart + 1));

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
        _all = new Bucket(count, mean, Math.Max(0, squares), 0);
    }

    /// <summary>Represents numbers by their count, mean and sum of squared distances from it.</summary>
    internal readonly record struct Bucket(long Count, double Mean, double Squares, long Mark)
    {
        /// <summary>Unites two sets of numbers, of which the other is the newer (Chan, Golub and LeVeque, 1979).</summary>
        internal Bucket With(Bucket other)
        {
            long count = Count + other.Count;
            double gap = other.Mean - Mean;
            return new Bucket(count, Mean + (gap * other.Count / count), Squares + other.Squares + (gap * gap * Count * other.Count / count), Count == 0 ? other.Mark : Mark);
        }

        /// <summary>Computes the mean of what is left without a part.</summary>
        internal double Without(Bucket part) => Mean + ((Mean - part.Mean) * part.Count / (Count - part.Count));
    }
}
