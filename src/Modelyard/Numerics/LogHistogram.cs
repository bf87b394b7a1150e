using System.Runtime.InteropServices;

namespace Modelyard.Numerics;

/// <summary>Represents the distribution of numbers by how many lie in each of a row of bins whose borders grow by a fixed factor: quantiles with a bounded relative error that add up over machines and hours.</summary>
/// <remarks>
/// A quantile is off by at most <see cref="RelativeError"/> of its value. Histograms are merged by adding their counts, so that the result depends on the numbers alone and not on how they were parted or in which order they came; the sum is that
/// of doubles. Numbers nearer to 0 than 1e-9 count as 0, and those beyond 1e15 as that. Source: Masson, Rim and Lee (2019), DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees, VLDB.
/// </remarks>
public sealed class LogHistogram
{
    /// <summary>By how much of its value a quantile is off at most.</summary>
    public const double RelativeError = 0.01;

    private const double Least = 1e-9, Greatest = 1e15;
    private static readonly double s_growth = Math.Log((1 + RelativeError) / (1 - RelativeError));

    // The bin of 0 is 0; sizes are counted from 1 on, and those of numbers below 0 are negative.
    private static readonly int s_most = BinOfSize(Greatest) + 1 - BinOfSize(Least);
    private readonly Dictionary<int, long> _bins = [];

    /// <summary>Gets the number of numbers.</summary>
    public long Count { get; private set; }

    /// <summary>Gets their sum.</summary>
    public double Sum { get; private set; }

    /// <summary>Gets the least number; NaN if there is none.</summary>
    public double Minimum { get; private set; } = double.NaN;

    /// <summary>Gets the greatest number; NaN if there is none.</summary>
    public double Maximum { get; private set; } = double.NaN;

    /// <summary>Gets the mean; NaN if there is no number.</summary>
    public double Mean => Count == 0 ? double.NaN : Sum / Count;

    /// <summary>Gets the bins that are not empty with their counts, the least numbers first.</summary>
    public IReadOnlyList<KeyValuePair<int, long>> Bins => [.. _bins.OrderBy(bin => bin.Key)];

    /// <summary>Creates a histogram of what another one has told.</summary>
    /// <param name="bins">The bins with their counts, each at least 1.</param>
    /// <param name="sum">The sum of the numbers.</param>
    /// <param name="minimum">The least number.</param>
    /// <param name="maximum">The greatest number.</param>
    /// <returns>The histogram.</returns>
    /// <exception cref="ArgumentException">A count is less than 1, a bin is there twice, or out of the range of bins.</exception>
    public static LogHistogram Of(IEnumerable<KeyValuePair<int, long>> bins, double sum, double minimum, double maximum)
    {
        ArgumentNullException.ThrowIfNull(bins);
        var histogram = new LogHistogram { Sum = sum, Minimum = minimum, Maximum = maximum };
        foreach ((int bin, long count) in bins)
        {
            if (count < 1 || Math.Abs(bin) > s_most || !histogram._bins.TryAdd(bin, count))
            {
                throw new ArgumentException($"The bin '{bin}' has the count '{count}'; bins lie from {-s_most} to {s_most}, each once, with counts of at least 1.", nameof(bins));
            }

            histogram.Count += count;
        }

        return histogram;
    }

    /// <summary>Takes in a number; NaN is passed over.</summary>
    /// <param name="value">The number.</param>
    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        value = Math.Clamp(value, -Greatest, Greatest);
        int bin = BinOf(value);
        CollectionsMarshal.GetValueRefOrAddDefault(_bins, bin, out _)++;
        Count++;
        Sum += value;
        (Minimum, Maximum) = (Lesser(Minimum, value), Greater(Maximum, value));
    }

    /// <summary>Takes in what another histogram has seen.</summary>
    /// <param name="other">The other histogram, which stays as it is.</param>
    public void Merge(LogHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _bins.EnsureCapacity(other._bins.Count);
        foreach ((int bin, long count) in ReferenceEquals(other, this) ? new Dictionary<int, long>(_bins) : other._bins)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_bins, bin, out _) += count;
        }

        Count += other.Count;
        Sum += other.Sum;
        (Minimum, Maximum) = (Lesser(Minimum, other.Minimum), Greater(Maximum, other.Maximum));
    }

    /// <summary>Computes a quantile.</summary>
    /// <param name="share">The share of numbers that do not exceed it, from 0 to 1.</param>
    /// <returns>A number within <see cref="RelativeError"/> of the one at that rank, the least and the greatest themselves; NaN if there is none.</returns>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count)), seen = 0;
        if (rank == 1 || rank == Count)
        {
            return rank == 1 ? Minimum : Maximum;
        }

        foreach ((int bin, long count) in Bins)
        {
            seen += count;
            if (seen >= rank)
            {
                return Math.Clamp(ValueOf(bin), Minimum, Maximum);
            }
        }

        return double.NaN;
    }

    private static double Lesser(double one, double other) => double.IsNaN(one) || other < one ? other : one;

    private static double Greater(double one, double other) => double.IsNaN(one) || other > one ? other : one;

    private static int BinOfSize(double size) => (int)Math.Ceiling(Math.Log(size) / s_growth);

    private static int BinOf(double value)
    {
        double size = Math.Abs(value);
        int bin = size < Least ? 0 : BinOfSize(size) + 1 - BinOfSize(Least);
        return value < 0 ? -bin : bin;
    }

    private static double ValueOf(int bin)
    {
        // The middle of a bin in relative terms, from which neither border is further than the error.
        double size = 2 * Math.Exp((Math.Abs(bin) - 1 + BinOfSize(Least)) * s_growth) / (1 + Math.Exp(s_growth));
        return bin == 0 ? 0 : Math.Sign(bin) * size;
    }
}
