using Modelyard.Drift;

namespace Modelyard.Monitoring;

/// <summary>Represents the counts of a column in its reference and now, side by side, as tests and distances take them.</summary>
internal sealed class ColumnShares
{
    // Tenths of the reference, as the index of stability is usually of.
    private const int Parts = 10;
    private const double LeastExpected = 5, LeastShare = 0.2;

    private ColumnShares(double[] reference, double[] current) => (Reference, Current) = (reference, current);

    internal double[] Reference { get; }

    internal double[] Current { get; }

    // Whether the last are all levels that are not known by name.
    private bool HasRest { get; init; }

    /// <summary>Gets the number of levels that were made one.</summary>
    internal int Pooled { get; private init; }

    /// <summary>Counts the bins of numbers in their order, or the levels; what the reference does not have comes last.</summary>
    internal static ColumnShares Of(ColumnTally reference, ColumnTally current)
    {
        List<double> first = [.. reference.Counts.Select(count => (double)count)], second = [.. current.Counts.Select(count => (double)count)];
        if (!reference.Grid.HasLevels)
        {
            return new ColumnShares([.. first], [.. second]);
        }

        string[] names = NewLevels(reference, current);
        first.AddRange(names.Length > 0 ? names.Select(name => (double)reference.Unseen.GetValueOrDefault(name)) : [reference.Unknown]);
        second.AddRange(names.Length > 0 ? names.Select(name => (double)current.Unseen.GetValueOrDefault(name)) : [current.Unknown]);
        return new ColumnShares([.. first], [.. second]) { HasRest = names.Length == 0 };
    }

    /// <summary>Gets the levels that the grid does not have, each to be counted on its own as a table of both would; none if not all of them are known by name.</summary>
    internal static string[] NewLevels(ColumnTally reference, ColumnTally current) =>
        reference.Unseen.Values.Sum() == reference.Unknown && current.Unseen.Values.Sum() == current.Unknown ? [.. reference.Unseen.Keys.Union(current.Unseen.Keys, StringComparer.Ordinal)] : [];

    /// <summary>Puts the bins of numbers together to tenths of the reference.</summary>
    internal ColumnShares InTenths()
    {
        double all = Reference.Sum(), part = 0, before = 0;
        var first = new List<double>();
        var second = new List<double>();
        for (int bin = 0; bin < Reference.Length; bin++)
        {
            // A bin goes to the tenth in which its middle lies.
            bool begins = bin == 0 || Math.Floor(Parts * (before + (Reference[bin] / 2)) / all) > part;
            if (begins)
            {
                part = Math.Floor(Parts * (before + (Reference[bin] / 2)) / all);
                first.Add(0);
                second.Add(0);
            }

            first[^1] += Reference[bin];
            second[^1] += Current[bin];
            before += Reference[bin];
        }

        return new ColumnShares([.. first], [.. second]);
    }

    /// <summary>Puts rare levels together where there are so many that a test of counts would alarm too often.</summary>
    /// <remarks>
    /// Levels that are not known by name are those that the reference happened not to have, and would seem to be new: rare ones that it happened to have are put to them.
    /// Source of the rule: Cochran (1954), Some Methods for Strengthening the Common Chi-Squared Tests, Biometrics 10(4).
    /// </remarks>
    internal ColumnShares WithoutRare()
    {
        double rows = Reference.Sum(), others = Current.Sum();
        double[] expected = [.. Reference.Zip(Current, (one, other) => (one + other) * Math.Min(rows, others) / (rows + others))];
        int[] there = [.. Enumerable.Range(0, expected.Length).Where(level => expected[level] > 0)];
        bool mixes = HasRest && expected[^1] > 0;
        if (rows == 0 || others == 0 || (!mixes && there.All(level => expected[level] >= 1) && there.Count(level => expected[level] < LeastExpected) <= LeastShare * there.Length))
        {
            return this;
        }

        // The rarest first, until they are enough together.
        int rest = mixes ? expected.Length - 1 : -1;
        int[] byCount = [.. there.OrderBy(level => level == rest ? 0 : expected[level]).ThenBy(level => level)];
        double first = 0, second = 0, together = 0;
        int pooled = 0;
        while (pooled < byCount.Length && (byCount[pooled] == rest || expected[byCount[pooled]] < LeastExpected || together < LeastExpected))
        {
            first += Reference[byCount[pooled]];
            second += Current[byCount[pooled]];
            together += expected[byCount[pooled++]];
        }

        int[] kept = [.. byCount[pooled..].Order()];
        return new ColumnShares([.. kept.Select(level => Reference[level]), first], [.. kept.Select(level => Current[level]), second]) { Pooled = pooled };
    }

    /// <summary>Computes the greatest difference of shares: up to a number, or of any set of levels.</summary>
    internal double Effect(bool hasLevels) => hasLevels ? CountDistances.TotalVariation(Reference, Current) : Steps();

    private double Steps()
    {
        double rows = Reference.Sum(), others = Current.Sum(), first = 0, second = 0, greatest = 0;
        for (int bin = 0; bin < Reference.Length; bin++)
        {
            first += Reference[bin];
            second += Current[bin];
            greatest = Math.Max(greatest, Math.Abs((first / rows) - (second / others)));
        }

        return rows > 0 && others > 0 ? greatest : double.NaN;
    }
}
