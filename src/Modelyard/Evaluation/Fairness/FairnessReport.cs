using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Evaluation;

/// <summary>Compares how a classifier treats groups of people, or of anything else.</summary>
/// <remarks>
/// The greatest rate less the least is above zero by chance alone, and the more so the fewer rows a group has. So the interval of each gap is of the difference of its two groups, with a confidence
/// that holds for all pairs of groups at once (Newcombe's, Bonferroni), and goes below zero where nothing is shown. For the p-value groups are shuffled among the rows that a rate is of, and
/// the spread of the rates is compared (Pearson's statistic); p-values are adjusted for the number of gaps (Holm). Sources: Hardt, Price and Srebro (2016), Equality of Opportunity in Supervised Learning; Barocas, Hardt and Narayanan (2023), Fairness and Machine Learning.
/// </remarks>
public sealed class FairnessReport
{
    private static readonly (string Name, string Meaning, Func<Tally, Rate> Rate, Func<bool, bool, bool> Counts)[] Kinds =
    [
        ("demographic parity", "share predicted positive", tally => tally.SelectionRate, (_, _) => true),
        ("equal opportunity", "share of the positive that are found", tally => tally.TruePositiveRate, (positive, _) => positive),
        ("predictive equality", "share of the others that are taken for positive", tally => tally.FalsePositiveRate, (positive, _) => !positive),
        ("predictive parity", "share of those predicted positive that are", tally => tally.Precision, (_, chosen) => chosen),
        ("accuracy equality", "share of right answers", tally => tally.Accuracy, (_, _) => true),
    ];

    private FairnessReport(IReadOnlyList<GroupRates> groups, IReadOnlyList<FairnessGap> gaps, double parityRatio, int leftOut)
    {
        Groups = groups;
        Gaps = gaps;
        ParityRatio = parityRatio;
        RowsLeftOut = leftOut;
    }

    /// <summary>Gets the rates of each group, the largest group first.</summary>
    public IReadOnlyList<GroupRates> Groups { get; }

    /// <summary>Gets the gaps: demographic parity, equal opportunity, predictive equality, predictive parity and accuracy equality.</summary>
    public IReadOnlyList<FairnessGap> Gaps { get; }

    /// <summary>Gets the gap of equalised odds: the greater of those of equal opportunity and predictive equality.</summary>
    public double EqualisedOdds => Math.Max(Gaps[1].Value, Gaps[2].Value);

    /// <summary>Gets the least share predicted positive over the greatest: below 0.8 is what the four-fifths rule calls adverse impact; NaN if no row is predicted positive.</summary>
    public double ParityRatio { get; }

    /// <summary>Gets the number of rows that belong to no group, or to one of too few rows to be compared.</summary>
    public int RowsLeftOut { get; }

    /// <summary>Compares groups.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="groups">The group of each row; null for rows that belong to none, which are left out.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="positive">The class that is the positive answer.</param>
    /// <param name="fewest">The number of rows that a group needs to be compared, at least 1.</param>
    /// <param name="replicates">The number of shuffles, at least 1.</param>
    /// <param name="confidence">The chance that the interval of a gap holds the difference of its groups, whichever of them are the extreme ones, between 0 and 1.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ModelyardException">There are not as many groups as rows, or fewer than two groups of enough rows.</exception>
    public static FairnessReport Compute(
        Predictions predictions, IReadOnlyList<string?> groups, FitContext context, int positive = 1, int fewest = 30, int replicates = 1000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        if (predictions.Task != TaskKind.Classification || groups.Count != predictions.Count)
        {
            throw new ModelyardException($"Fairness is of predicted classes, with a group for each row; there are '{predictions.Count}' predictions of a {predictions.Task} and '{groups.Count}' groups.");
        }

        (string Name, int[] Rows)[] kept = [.. Enumerable.Range(0, groups.Count).Where(row => groups[row] is not null).GroupBy(row => groups[row]!, StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToArray())).Where(group => group.Item2.Length >= fewest)
            .OrderByDescending(group => group.Item2.Length).ThenBy(group => group.Key, StringComparer.Ordinal)];
        if (kept.Length < 2)
        {
            throw new ModelyardException($"There are '{kept.Length}' groups of '{fewest}' rows or more, and a comparison needs two. Give more rows, or coarser groups.");
        }

        (bool Positive, bool Chosen)[] cells = new (bool, bool)[predictions.Count];
        for (int row = 0; row < cells.Length; row++)
        {
            cells[row] = (predictions.Labels[row] == positive, predictions.PredictedLabels[row] == positive);
        }

        Tally[] tallies = Array.ConvertAll(kept, group => Tally.Of(cells, group.Rows));
        GroupRates[] rates = [.. kept.Zip(tallies, (group, tally) => new GroupRates(
            group.Name, group.Rows.Length, tally.BaseRate.Share, tally.SelectionRate.Share, tally.TruePositiveRate.Share, tally.FalsePositiveRate.Share, tally.Precision.Share, tally.Accuracy.Share))];
        string[] names = Array.ConvertAll(kept, group => group.Name);
        double[] chances = [.. Kinds.Select((_, kind) => Chance(kind, cells, kept, context, replicates))];
        IReadOnlyList<double> adjusted = MultipleTests.Holm(chances);
        FairnessGap[] gaps = [.. Kinds.Select((kind, i) => Gap(kind.Name, kind.Meaning, [.. tallies.Select(kind.Rate)], names, chances[i], confidence) with { AdjustedPValue = adjusted[i] })];
        double greatest = rates.Max(rate => rate.SelectionRate);
        return new FairnessReport(rates, gaps, greatest > 0 ? rates.Min(rate => rate.SelectionRate) / greatest : double.NaN, predictions.Count - kept.Sum(group => group.Rows.Length));
    }

    /// <summary>Computes the chance of rates that are as far apart if groups were drawn at random from the rows that the rate is of; NaN if there are rows of fewer than two groups.</summary>
    private static double Chance(int kind, (bool Positive, bool Chosen)[] cells, (string Name, int[] Rows)[] groups, FitContext context, int replicates)
    {
        (int Row, int Group)[] counted = [.. groups.SelectMany((group, i) => group.Rows.Where(row => Kinds[kind].Counts(cells[row].Positive, cells[row].Chosen)).Select(row => (row, i)))];
        int[] rows = Array.ConvertAll(counted, one => one.Row), groupOf = Array.ConvertAll(counted, one => one.Group);
        if (groupOf.Distinct().Count() < 2)
        {
            return double.NaN;
        }

        double own = Spread(kind, rows, groupOf, [.. Enumerable.Range(0, rows.Length)], cells, groups.Length);
        bool[] isAsFar = new bool[replicates];
        ParallelLoop.For(
            replicates,
            context.Parallelism,
            replicate =>
            {
                int[] order = context.Random((ulong)((kind + 1L) * replicates) + (ulong)replicate).Permutation(rows.Length);
                isAsFar[replicate] = Spread(kind, rows, groupOf, order, cells, groups.Length) >= own * (1 - 1e-12);
            },
            context.Cancellation);
        return (isAsFar.Count(one => one) + 1.0) / (replicates + 1);
    }

    /// <summary>Computes how far rates are apart: the squared distances from the common rate, each group weighing as its rows. All else in Pearson's statistic is the same in each order.</summary>
    private static double Spread(int kind, int[] rows, int[] groupOf, int[] order, (bool, bool)[] cells, int groups)
    {
        var tallies = new Tally[groups];
        for (int i = 0; i < rows.Length; i++)
        {
            tallies[groupOf[i]].Add(cells[rows[order[i]]]);
        }

        Rate[] rates = Array.ConvertAll(tallies, tally => Kinds[kind].Rate(tally));
        double common = rates.Sum(rate => rate.Part) / (double)rates.Sum(rate => rate.Whole);
        return rates.Sum(rate => rate.Whole == 0 ? 0 : rate.Whole * (rate.Share - common) * (rate.Share - common));
    }

    private static FairnessGap Gap(string name, string meaning, Rate[] rates, string[] groups, double chance, double confidence)
    {
        int[] known = [.. Enumerable.Range(0, rates.Length).Where(group => rates[group].Whole > 0)];
        if (known.Length < 2)
        {
            return new FairnessGap(name, meaning, double.NaN, double.NaN, double.NaN, double.NaN, "", "");
        }

        int lowest = known.MinBy(group => rates[group].Share), highest = known.MaxBy(group => rates[group].Share);
        int pairs = known.Length * (known.Length - 1) / 2;
        (double low, double high) = WilsonInterval.OfDifference((rates[highest].Share, rates[highest].Whole), (rates[lowest].Share, rates[lowest].Whole), 1 - ((1 - confidence) / pairs));
        return new FairnessGap(name, meaning, rates[highest].Share - rates[lowest].Share, low, high, chance, groups[lowest], groups[highest]);
    }

    /// <summary>Holds a share of rows as the numbers that it is of.</summary>
    private readonly record struct Rate(int Part, int Whole)
    {
        internal double Share => Whole == 0 ? double.NaN : Part / (double)Whole;
    }

    /// <summary>Counts the four kinds of answers of a group.</summary>
    private struct Tally
    {
        private int _hits, _falseAlarms, _misses, _rejections;

        internal readonly Rate BaseRate => new(_hits + _misses, Rows);

        internal readonly Rate SelectionRate => new(_hits + _falseAlarms, Rows);

        internal readonly Rate TruePositiveRate => new(_hits, _hits + _misses);

        internal readonly Rate FalsePositiveRate => new(_falseAlarms, _falseAlarms + _rejections);

        internal readonly Rate Precision => new(_hits, _hits + _falseAlarms);

        internal readonly Rate Accuracy => new(_hits + _rejections, Rows);

        private readonly int Rows => _hits + _falseAlarms + _misses + _rejections;

        internal static Tally Of((bool, bool)[] cells, int[] rows)
        {
            var tally = default(Tally);
            foreach (int row in rows)
            {
                tally.Add(cells[row]);
            }

            return tally;
        }

        internal void Add((bool Positive, bool Chosen) cell)
        {
            _hits += cell.Positive && cell.Chosen ? 1 : 0;
            _falseAlarms += !cell.Positive && cell.Chosen ? 1 : 0;
            _misses += cell.Positive && !cell.Chosen ? 1 : 0;
            _rejections += !cell.Positive && !cell.Chosen ? 1 : 0;
        }
    }
}
