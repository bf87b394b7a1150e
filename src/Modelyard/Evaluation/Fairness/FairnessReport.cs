using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Evaluation;

/// <summary>Compares how a classifier treats groups of people, or of anything else.</summary>
/// <remarks>
/// The gap of a group of few rows is large by chance alone, which intervals show: rows are drawn again within each group (percentiles), and for the p-value groups are shuffled among the rows
/// that a rate is of. Sources: Hardt, Price and Srebro (2016), Equality of Opportunity in Supervised Learning; Barocas, Hardt and Narayanan (2023), Fairness and Machine Learning.
/// </remarks>
public sealed class FairnessReport
{
    private static readonly (string Name, string Meaning, Func<Tally, double> Rate, Func<bool, bool, bool> Counts)[] Kinds =
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
    /// <param name="replicates">The number of bootstrap replicates and of shuffles, at least 1.</param>
    /// <param name="confidence">The chance that an interval holds the truth, between 0 and 1.</param>
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
            group.Name, group.Rows.Length, tally.BaseRate, tally.SelectionRate, tally.TruePositiveRate, tally.FalsePositiveRate, tally.Precision, tally.Accuracy))];
        double[][] drawn = Draw(cells, kept, context, replicates), shuffled = Shuffle(cells, kept, context, replicates);
        FairnessGap[] gaps = [.. Kinds.Select((kind, i) => Gap(kind.Name, kind.Meaning, [.. tallies.Select(kind.Rate)], kept, drawn[i], shuffled[i], confidence))];
        double greatest = rates.Max(rate => rate.SelectionRate);
        return new FairnessReport(rates, gaps, greatest > 0 ? rates.Min(rate => rate.SelectionRate) / greatest : double.NaN, predictions.Count - kept.Sum(group => group.Rows.Length));
    }

    private static double[][] Draw((bool, bool)[] cells, (string Name, int[] Rows)[] groups, FitContext context, int replicates)
    {
        double[][] gaps = [.. Kinds.Select(_ => new double[replicates])];
        ParallelLoop.For(
            replicates,
            context.Parallelism,
            replicate =>
            {
                RandomStream random = context.Random((ulong)replicate);
                var tallies = new Tally[groups.Length];
                for (int group = 0; group < groups.Length; group++)
                {
                    int[] rows = groups[group].Rows;
                    for (int i = 0; i < rows.Length; i++)
                    {
                        tallies[group].Add(cells[rows[random.NextInt(rows.Length)]]);
                    }
                }

                for (int kind = 0; kind < Kinds.Length; kind++)
                {
                    gaps[kind][replicate] = Width([.. tallies.Select(Kinds[kind].Rate)]);
                }
            },
            context.Cancellation);
        return gaps;
    }

    private static double[][] Shuffle((bool Positive, bool Chosen)[] cells, (string Name, int[] Rows)[] groups, FitContext context, int replicates)
    {
        double[][] gaps = [.. Kinds.Select(_ => new double[replicates])];
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            (int Row, int Group)[] counted = [.. groups.SelectMany((group, i) => group.Rows.Where(row => Kinds[kind].Counts(cells[row].Positive, cells[row].Chosen)).Select(row => (row, i)))];
            int[] rows = Array.ConvertAll(counted, one => one.Row), groupOf = Array.ConvertAll(counted, one => one.Group);
            int own = kind;
            ParallelLoop.For(
                replicates,
                context.Parallelism,
                replicate =>
                {
                    int[] order = context.Random((ulong)((own + 1L) * replicates) + (ulong)replicate).Permutation(rows.Length);
                    var tallies = new Tally[groups.Length];
                    for (int i = 0; i < rows.Length; i++)
                    {
                        tallies[groupOf[i]].Add(cells[rows[order[i]]]);
                    }

                    gaps[own][replicate] = Width([.. tallies.Select(Kinds[own].Rate)]);
                },
                context.Cancellation);
        }

        return gaps;
    }

    private static FairnessGap Gap(string name, string meaning, double[] rates, (string Name, int[] Rows)[] groups, double[] drawn, double[] shuffled, double confidence)
    {
        int[] known = [.. Enumerable.Range(0, rates.Length).Where(group => !double.IsNaN(rates[group]))];
        if (known.Length < 2)
        {
            return new FairnessGap(name, meaning, double.NaN, double.NaN, double.NaN, double.NaN, "", "");
        }

        double value = Width(rates);
        ScoreInterval interval = Bootstrap.Summarize(value, Array.FindAll(drawn, double.IsFinite), confidence);
        double[] chance = Array.FindAll(shuffled, double.IsFinite);
        return new FairnessGap(
            name, meaning, value, interval.Low, interval.High, (chance.Count(gap => gap >= value - 1e-12) + 1.0) / (chance.Length + 1),
            groups[known.MinBy(group => rates[group])].Name, groups[known.MaxBy(group => rates[group])].Name);
    }

    private static double Width(double[] rates)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        foreach (double rate in rates.Where(rate => !double.IsNaN(rate)))
        {
            (least, greatest) = (Math.Min(least, rate), Math.Max(greatest, rate));
        }

        return greatest >= least ? greatest - least : double.NaN;
    }

    /// <summary>Counts the four kinds of answers of a group.</summary>
    private struct Tally
    {
        private int _hits, _falseAlarms, _misses, _rejections;

        internal readonly double BaseRate => Ratio(_hits + _misses, Rows);

        internal readonly double SelectionRate => Ratio(_hits + _falseAlarms, Rows);

        internal readonly double TruePositiveRate => Ratio(_hits, _hits + _misses);

        internal readonly double FalsePositiveRate => Ratio(_falseAlarms, _falseAlarms + _rejections);

        internal readonly double Precision => Ratio(_hits, _hits + _falseAlarms);

        internal readonly double Accuracy => Ratio(_hits + _rejections, Rows);

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

        private static double Ratio(int part, int whole) => whole == 0 ? double.NaN : part / (double)whole;
    }
}
