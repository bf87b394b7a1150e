using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Finds the bins of every feature.</summary>
/// <remarks>
/// A numeric feature with no more different values than bins gets a cut halfway between neighbours; any other is cut at its quantiles.
/// Where frequent values make quantiles coincide, each of them gets a bin of its own and the rest share the others evenly.
/// </remarks>
internal static class BinFinder
{
    private const int SampleRows = 200_000;
    private const int GreatestCountedRange = 1 << 16;
    private const int RowsBetweenChecks = 1 << 16;
    private const ulong SampleStream = 0x42494E53;

    internal static FeatureBins[] Find(Dataset data, int[]? rows, int maxBins, FitContext context)
    {
        int count = rows?.Length ?? data.RowCount;
        context.Checkpoint();
        int[]? sample = Sample(rows, count, context);
        var bins = new FeatureBins[data.FeatureCount];
        ParallelLoop.For(
            data.FeatureCount,
            context.Parallelism,
            feature =>
            {
                context.Checkpoint();
                bins[feature] = data.Schema[feature].IsCategorical
                    ? FindLevels(data.Features, rows, feature, data.Schema[feature], maxBins)
                    : FindCuts(data.Features, sample, feature, maxBins);
            },
            context.Cancellation);
        return bins;
    }

    /// <summary>Chooses the rows from which cuts are learned, ascending; null for all.</summary>
    internal static int[]? Sample(int[]? rows, int count, FitContext context)
    {
        if (count <= SampleRows)
        {
            return rows;
        }

        // Every row is drawn with the same chance, in order, so that memory is read forwards (Knuth's algorithm S).
        RandomStream random = context.Random(SampleStream);
        int[] sample = new int[SampleRows];
        int taken = 0;
        for (int i = 0; i < count && taken < SampleRows; i++)
        {
            if (random.NextDouble() * (count - i) < SampleRows - taken)
            {
                sample[taken++] = rows?[i] ?? i;
            }
        }

        return sample;
    }

    private static FeatureBins FindLevels(Matrix features, int[]? rows, int feature, Feature description, int maxBins)
    {
        int[] counts = new int[Math.Max(description.Levels.Count, 1)];
        CountLevels(features, rows, feature, description, ref counts);
        return FeatureBins.Categorical(CodesOfLevels(counts, maxBins));
    }

    /// <summary>Adds how often each level of a feature occurs in some rows.</summary>
    internal static void CountLevels(Matrix features, int[]? rows, int feature, Feature description, ref int[] counts)
    {
        int rowCount = rows?.Length ?? features.Rows;
        for (int i = 0; i < rowCount; i++)
        {
            if (i % RowsBetweenChecks == 0)
            {
                ParallelLoop.Check();
            }

            double value = features.Row(rows?[i] ?? i)[feature];
            int level = (int)value;
            if (level != value || level < 0)
            {
                continue;
            }

            if (level >= counts.Length)
            {
                if (level >= Array.MaxLength / 8)
                {
                    throw new ModelyardException($"The feature '{description.Name}' has the level '{value}' and must have levels from 0 up, without great gaps.");
                }

                Array.Resize(ref counts, Math.Max(level + 1, counts.Length * 2));
            }

            counts[level]++;
        }
    }

    /// <summary>Gives each level that occurs a code, the rarest one together if there are more than codes.</summary>
    internal static byte[] CodesOfLevels(int[] counts, int maxBins)
    {
        int[] seen = [.. Enumerable.Range(0, counts.Length).Where(level => counts[level] > 0)];
        byte[] codes = new byte[counts.Length];
        if (seen.Length > maxBins)
        {
            int[] frequent = [.. seen.OrderByDescending(level => counts[level]).ThenBy(level => level).Take(maxBins - 1)];
            foreach (int level in seen)
            {
                codes[level] = (byte)maxBins;
            }

            seen = [.. frequent.Order()];
        }

        for (int i = 0; i < seen.Length; i++)
        {
            codes[seen[i]] = (byte)(i + 1);
        }

        return codes;
    }

    internal static FeatureBins FindCuts(Matrix features, int[]? sample, int feature, int maxBins)
    {
        int rowCount = sample?.Length ?? features.Rows;
        double[] values = new double[rowCount];
        int known = 0;
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        bool whole = true;
        for (int i = 0; i < rowCount; i++)
        {
            double value = features.Row(sample?[i] ?? i)[feature];
            if (!double.IsNaN(value))
            {
                values[known++] = value;
                least = Math.Min(least, value);
                greatest = Math.Max(greatest, value);
                whole &= Math.Floor(value) == value;
            }
        }

        if (known == 0)
        {
            return FeatureBins.Numeric([]);
        }

        bool counted = whole && greatest - least < GreatestCountedRange && Math.Abs(least) < int.MaxValue;
        (double[] distinct, int[] counts) = counted ? Count(values.AsSpan(0, known), least, greatest) : SortAndCount(values.AsSpan(0, known));
        double[] cuts = CutsOf(distinct, counts, known, maxBins);
        return counted ? FeatureBins.Numeric(cuts, least, greatest) : FeatureBins.Numeric(cuts);
    }

    /// <summary>Cuts a distribution into bins.</summary>
    /// <param name="distinct">The different values, ascending.</param>
    /// <param name="counts">How often each occurs.</param>
    /// <param name="total">The sum of the counts.</param>
    /// <param name="maxBins">The greatest number of bins.</param>
    /// <returns>The cuts, ascending and different.</returns>
    internal static double[] CutsOf(double[] distinct, int[] counts, int total, int maxBins)
    {
        if (distinct.Length <= maxBins)
        {
            double[] between = new double[Math.Max(distinct.Length - 1, 0)];
            for (int i = 0; i < between.Length; i++)
            {
                between[i] = Between(distinct[i], distinct[i + 1]);
            }

            return between;
        }

        double[] cuts = Quantiles(distinct, counts, total, maxBins);
        return cuts.Length == maxBins - 1 ? cuts : EvenCuts(distinct, counts, total, maxBins);
    }

    private static double[] Quantiles(double[] distinct, int[] counts, int total, int maxBins)
    {
        var cuts = new List<double>(maxBins);
        int at = 0;
        long through = counts[0];
        for (int i = 1; i < maxBins; i++)
        {
            double position = (double)i / maxBins * (total - 1);
            long low = (long)Math.Floor(position), high = (long)Math.Ceiling(position);
            while (through <= low)
            {
                through += counts[++at];
            }

            double cut = through <= high ? Between(distinct[at], distinct[at + 1]) : distinct[at];
            if ((cuts.Count == 0 || cut > cuts[^1]) && cut < distinct[^1])
            {
                cuts.Add(cut);
            }
        }

        return [.. cuts];
    }

    private static double[] EvenCuts(double[] distinct, int[] counts, int total, int maxBins)
    {
        double even = (double)total / maxBins;
        int heavy = 0;
        long light = total;
        foreach (int count in counts)
        {
            if (count >= even)
            {
                heavy++;
                light -= count;
            }
        }

        // Aims at a share of what is left, so that the last bins are neither starved nor crammed.
        var cuts = new List<double>(maxBins);
        int binsLeft = Math.Max(maxBins - heavy, 1);
        long lightLeft = light, filled = 0;
        double aim = (double)lightLeft / binsLeft;
        for (int i = 0; i + 1 < distinct.Length && cuts.Count < maxBins - 1; i++)
        {
            bool isHeavy = counts[i] >= even;
            filled += counts[i];
            lightLeft -= isHeavy ? 0 : counts[i];
            if (isHeavy || filled >= aim || (counts[i + 1] >= even && filled >= 0.5 * aim))
            {
                cuts.Add(Between(distinct[i], distinct[i + 1]));
                filled = 0;
                if (!isHeavy)
                {
                    binsLeft = Math.Max(binsLeft - 1, 1);
                    aim = (double)lightLeft / binsLeft;
                }
            }
        }

        return [.. cuts];
    }

    private static double Between(double low, double high)
    {
        double middle = (0.5 * low) + (0.5 * high);
        return middle < high ? Math.Max(middle, low) : low;
    }

    private static (double[] Distinct, int[] Counts) Count(ReadOnlySpan<double> values, double least, double greatest)
    {
        int[] table = new int[(int)(greatest - least) + 1];
        foreach (double value in values)
        {
            table[(int)(value - least)]++;
        }

        var distinct = new List<double>();
        var counts = new List<int>();
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] > 0)
            {
                distinct.Add(least + i);
                counts.Add(table[i]);
            }
        }

        return ([.. distinct], [.. counts]);
    }

    private static (double[] Distinct, int[] Counts) SortAndCount(Span<double> values)
    {
        values.Sort();
        double[] distinct = new double[values.Length];
        int[] counts = new int[values.Length];
        int last = -1;
        foreach (double value in values)
        {
            if (last < 0 || value != distinct[last])
            {
                distinct[++last] = value;
            }

            counts[last]++;
        }

        return (distinct[..(last + 1)], counts[..(last + 1)]);
    }
}
