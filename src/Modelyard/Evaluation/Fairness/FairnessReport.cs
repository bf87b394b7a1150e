using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Evaluation;

/// <summary>Compares how a classifier treats groups of people, or of anything else.</summary>
/// <remarks>
/// All rates but the share of right answers are of one class, the positive answer, against all others: of more than two classes it has to be named.
/// The greatest rate less the least is above zero by chance alone, and the more so the fewer rows a group has. So the interval of each gap is of the difference of its two groups, with a confidence
/// that holds for all pairs of groups at once (Newcombe's, Bonferroni), and goes below zero where their difference is not shown; other groups may differ all the same. For the p-value groups are shuffled among the rows that a rate is of, and
/// the spread of the rates is compared (Pearson's statistic); p-values are adjusted for the number of gaps (Holm). Sources: Hardt, Price and Srebro (2016), Equality of Opportunity in Supervised Learning; Barocas, Hardt and Narayanan (2023), Fairness and Machine Learning.
/// </remarks>
public sealed class FairnessReport
{
    private const double FourFifths = 0.8;

    private static readonly Kind Accuracy = new("accuracy equality", "share of right answers", tally => tally.Accuracy, (_, _) => true);

    private static readonly Kind[] OfPositive =
    [
        new("demographic parity", "share predicted positive", tally => tally.SelectionRate, (_, _) => true),
        new("equal opportunity", "share of the positive that are found", tally => tally.TruePositiveRate, (positive, _) => positive),
        new("predictive equality", "share of the others that are taken for positive", tally => tally.FalsePositiveRate, (positive, _) => !positive),
        new("predictive parity", "share of those predicted positive that are", tally => tally.Precision, (_, chosen) => chosen),
        Accuracy,
    ];

    private FairnessReport(string? positive, IReadOnlyList<GroupRates> groups, IReadOnlyList<FairnessGap> gaps, double parityRatio, int leftOut)
    {
        Positive = positive;
        Groups = groups;
        Gaps = gaps;
        ParityRatio = parityRatio;
        RowsLeftOut = leftOut;
    }

    /// <summary>Gets the label of the class that is the positive answer; null if none was named of more than two.</summary>
    public string? Positive { get; }

    /// <summary>Gets the rates of each group, the largest group first; those of the positive answer are NaN if there is none.</summary>
    public IReadOnlyList<GroupRates> Groups { get; }

    /// <summary>Gets the gaps: demographic parity, equal opportunity, predictive equality, predictive parity and accuracy equality; the last alone if there is no positive answer.</summary>
    public IReadOnlyList<FairnessGap> Gaps { get; }

    /// <summary>Gets the gap of equalised odds: the greater of those of equal opportunity and predictive equality; NaN if there is no positive answer.</summary>
    public double EqualisedOdds => Positive is null ? double.NaN : Math.Max(Gaps[1].Value, Gaps[2].Value);

    /// <summary>Gets the least share predicted positive over the greatest: below 0.8 is what the four-fifths rule calls adverse impact; NaN if no row is predicted positive, or there is no positive answer.</summary>
    public double ParityRatio { get; }

    /// <summary>Gets the number of rows that belong to no group, or to one of too few rows to be compared.</summary>
    public int RowsLeftOut { get; }

    /// <summary>Gets what is compared and how the least share predicted positive stands to the greatest, in a sentence or two.</summary>
    public string Summary
    {
        get
        {
            if (Positive is null)
            {
                return "Of more than two classes, only right answers are compared: name the class that is the positive answer to compare the other rates.";
            }

            string parity = double.IsNaN(ParityRatio) ? "no row is predicted so" : $"the least share predicted so is {NumberText.Score(ParityRatio)} of the greatest";
            return $"Positive is '{Positive}': {parity}{(ParityRatio < FourFifths ? ", below four fifths" + (Gaps[0].IsBeyondChance() ? "" : ", which may be chance") : "")}.";
        }
    }

    /// <summary>Compares groups.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="groups">The group of each row; null for rows that belong to none, which are left out.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="positive">The class that is the positive answer; null for the second of two, and for none of more.</param>
    /// <param name="fewest">The number of rows that a group needs to be compared, at least 1.</param>
    /// <param name="replicates">The number of shuffles, at least 1.</param>
    /// <param name="confidence">The chance that the interval of a gap holds the difference of its groups, whichever of them are the extreme ones, between 0 and 1.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ModelyardException">There are not as many groups as rows, or fewer than two groups of enough rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no class <paramref name="positive"/>, or no shuffle.</exception>
    public static FairnessReport Compute(
        Predictions predictions, IReadOnlyList<string?> groups, FitContext context, int? positive = null, int fewest = 30, int replicates = 1000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        if (predictions.Task != TaskKind.Classification || groups.Count != predictions.Count)
        {
            throw new ModelyardException($"Fairness is of predicted classes, with a group for each row; there are '{predictions.Count}' predictions of a {predictions.Task} and '{groups.Count}' groups.");
        }

        positive ??= predictions.Classes.Count == 2 ? 1 : null;
        if (positive < 0 || positive >= predictions.Classes.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(positive), positive, $"There is no class of this number; there are {predictions.Classes.Count}.");
        }

        (string Name, int[] Rows)[] kept = [.. Enumerable.Range(0, groups.Count).Where(row => groups[row] is not null).GroupBy(row => groups[row]!, StringComparer.Ordinal)
            .Select(group => (group.Key, group.ToArray())).Where(group => group.Item2.Length >= fewest)
            .OrderByDescending(group => group.Item2.Length).ThenBy(group => group.Key, StringComparer.Ordinal)];
        if (kept.Length < 2)
        {
            throw new ModelyardException($"{(kept.Length == 0 ? "No group has" : $"Only the group '{kept[0].Name}' has")} {fewest} rows or more, and a comparison needs two groups. Give more rows, or coarser groups.");
        }

        Cell[] cells = new Cell[predictions.Count];
        for (int row = 0; row < cells.Length; row++)
        {
            int actual = predictions.Labels[row], predicted = predictions.PredictedLabels[row];
            cells[row] = new Cell(actual == positive, predicted == positive, actual == predicted);
        }

        Tally[] tallies = Array.ConvertAll(kept, group => Tally.Of(cells, group.Rows));
        GroupRates[] rates = [.. kept.Zip(tallies, (group, tally) => new GroupRates(
            group.Name, group.Rows.Length, OfOne(tally.BaseRate), OfOne(tally.SelectionRate), OfOne(tally.TruePositiveRate), OfOne(tally.FalsePositiveRate), OfOne(tally.Precision), tally.Accuracy.Share))];
        Kind[] kinds = positive is null ? [Accuracy] : OfPositive;
        string[] names = Array.ConvertAll(kept, group => group.Name);
        double[] chances = [.. kinds.Select((kind, i) => Chance(kind, i, cells, kept, context, replicates))];
        IReadOnlyList<double> adjusted = MultipleTests.Holm(chances);
        FairnessGap[] gaps = [.. kinds.Select((kind, i) => Gap(kind.Name, kind.Meaning, [.. tallies.Select(kind.Rate)], names, chances[i], confidence) with { AdjustedPValue = adjusted[i], IsUpperBound = chances[i] * (replicates + 1) < 1.5 })];
        double greatest = rates.Max(rate => rate.SelectionRate);
        return new FairnessReport(
            positive is { } label ? predictions.Classes[label] : null, rates, gaps, greatest > 0 ? rates.Min(rate => rate.SelectionRate) / greatest : double.NaN, predictions.Count - kept.Sum(group => group.Rows.Length));

        double OfOne(Rate rate) => positive is null ? double.NaN : rate.Share;
    }

    /// <summary>Computes the chance of rates that are as far apart if groups were drawn at random from the rows that the rate is of; NaN if there are rows of fewer than two groups.</summary>
    private static double Chance(Kind kind, int number, Cell[] cells, (string Name, int[] Rows)[] groups, FitContext context, int replicates)
    {
        (int Row, int Group)[] counted = [.. groups.SelectMany((group, i) => group.Rows.Where(row => kind.Counts(cells[row].Positive, cells[row].Chosen)).Select(row => (row, i)))];
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
                int[] order = context.Random((ulong)((number + 1L) * replicates) + (ulong)replicate).Permutation(rows.Length);
                isAsFar[replicate] = Spread(kind, rows, groupOf, order, cells, groups.Length) >= own * (1 - 1e-12);
            },
            context.Cancellation);
        return (isAsFar.Count(one => one) + 1.0) / (replicates + 1);
    }

    /// <summary>Computes how far rates are apart: the squared distances from the common rate, each group weighing as its rows. All else in Pearson's statistic is the same in each order.</summary>
    private static double Spread(Kind kind, int[] rows, int[] groupOf, int[] order, Cell[] cells, int groups)
    {
        var tallies = new Tally[groups];
        for (int i = 0; i < rows.Length; i++)
        {
            tallies[groupOf[i]].Add(cells[rows[order[i]]]);
        }

        Rate[] rates = Array.ConvertAll(tallies, tally => kind.Rate(tally));
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

    /// <summary>Represents a respect in which groups are compared.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Meaning">What is compared.</param>
    /// <param name="Rate">The rate of a group.</param>
    /// <param name="Counts">Says by whether it is and is predicted positive whether the rate is of a row.</param>
    private sealed record Kind(string Name, string Meaning, Func<Tally, Rate> Rate, Func<bool, bool, bool> Counts);

    /// <summary>Says of a row whether it is positive, whether it is predicted so, and whether the answer is right.</summary>
    private readonly record struct Cell(bool Positive, bool Chosen, bool Right);

    /// <summary>Holds a share of rows as the numbers that it is of.</summary>
    private readonly record struct Rate(int Part, int Whole)
    {
        internal double Share => Whole == 0 ? double.NaN : Part / (double)Whole;
    }

    /// <summary>Counts the four kinds of answers of a group.</summary>
    private struct Tally
    {
        private int _hits, _falseAlarms, _misses, _rejections, _right;

        internal readonly Rate BaseRate => new(_hits + _misses, Rows);

        internal readonly Rate SelectionRate => new(_hits + _falseAlarms, Rows);

        internal readonly Rate TruePositiveRate => new(_hits, _hits + _misses);

        internal readonly Rate FalsePositiveRate => new(_falseAlarms, _falseAlarms + _rejections);

        internal readonly Rate Precision => new(_hits, _hits + _falseAlarms);

        internal readonly Rate Accuracy => new(_right, Rows);

        private readonly int Rows => _hits + _falseAlarms + _misses + _rejections;

        internal static Tally Of(Cell[] cells, int[] rows)
        {
            var tally = default(Tally);
            foreach (int row in rows)
            {
                tally.Add(cells[row]);
            }

            return tally;
        }

        internal void Add(Cell cell)
        {
            _hits += cell.Positive && cell.Chosen ? 1 : 0;
            _falseAlarms += !cell.Positive && cell.Chosen ? 1 : 0;
            _misses += cell.Positive && !cell.Chosen ? 1 : 0;
            _rejections += !cell.Positive && !cell.Chosen ? 1 : 0;
            _right += cell.Right ? 1 : 0;
        }
    }
}
