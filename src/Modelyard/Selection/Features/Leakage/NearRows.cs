using System.Globalization;
using Modelyard.Frames;
using Modelyard.Frames.Keys;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Finds test rows that are all but the same as a training row: copies that were rounded, or to which a little noise was added.</summary>
/// <remarks>
/// A copy is much nearer to its original than to any other training row. How near the nearest row is for the second nearest hangs on how many columns vary on their own, hardly on how dense rows are, and is computed
/// of training rows among the others of them as well: found are more test rows than these let expect, and more than there would be of rows strewn evenly. Rows that are equal cell by cell are left out on both
/// sides, as they are told apart. Source of the ratio and its law: Facco, d'Errico, Rodriguez and Laio (2017), Estimating the intrinsic dimension of datasets by a minimal neighborhood information, Scientific Reports 7.
/// </remarks>
internal sealed class NearRows
{
    private const int LeastTraining = 20;
    private const int LeastNear = 3;
    private const int MostLookedAt = 2000;
    private const int LeastLookedAt = 50;
    private const int MostNamed = 3;
    private const int MostPairs = 20;

    // About a second on one core.
    private const double MostCells = 8e9;

    // A gigabyte.
    private const int MostStored = 1 << 28;

    private const double Unlikely = 1e-6;
    private const double TimesExpected = 3;
    private const double FewNear = 0.01;

    private static readonly double[] Ratios = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5];

    private readonly Column[][] _columns;
    private readonly RowKeys _keys;
    private readonly FitContext _context;

    private NearRows(Column[][] columns, FitContext context)
    {
        _columns = columns;
        _context = context;
        _keys = RowKeys.Of(columns, MissingKeys.Kept);
    }

    /// <summary>Compares the rows of two tables in the columns that both have, but for the target, the time, the group and identifiers.</summary>
    internal static LeakageFinding? Run(Frame train, Frame test, IEnumerable<string> common, LeakageOptions options, FitContext context)
    {
        string?[] apart = [options.Target, options.Time, options.Group, .. TablePlan.Learn(train, options.Target).Identifiers.Select(column => column.Name)];
        Column[][] columns = [.. common
            .Where(name => !apart.Contains(name) && !TablePlan.HasIdentifierName(name))
            .Select(name => new[] { train[name], test[name] })
            .Where(parts => RowKeys.Of([parts[0]], MissingKeys.Kept).Count is var values && values > 1 && (parts[0].IsNumeric || values <= train.RowCount / 2))];
        if (columns.Length < 2 || !columns.Any(parts => parts[0].IsNumeric))
        {
            return null;
        }

        return new NearRows(columns, context).Judge(train, test, options.Target);
    }

    private LeakageFinding? Judge(Frame train, Frame test, string target)
    {
        int[] copies = new int[_keys.Count];
        foreach (int key in _keys.Numbers[0])
        {
            copies[key]++;
        }

        // Of copies among the training rows one is enough: they would be second nearest to what is near to them.
        int width = RowSpace.WidthOf(_columns.Length);
        int[] distinct = Sample([.. _keys.FirstRows().Where(row => row >= 0)], MostStored / width, 0);
        int most = (int)Math.Clamp(MostCells / 2 / width / Math.Max(1, distinct.Length), LeastLookedAt, MostLookedAt);
        int[] tested = Sample([.. Enumerable.Range(0, test.RowCount).Where(row => copies[_keys.Numbers[1][row]] == 0)], most, 1);
        int[] learned = Sample([.. Enumerable.Range(0, distinct.Length).Where(i => copies[_keys.Numbers[0][distinct[i]]] == 1)], most, 2);
        if (tested.Length < LeastNear || learned.Length < LeastTraining)
        {
            return null;
        }

        var space = new RowSpace(_columns, [distinct, tested]);
        RowSpace.NearestRow[] own = NearestOf(space, 1, [.. Enumerable.Range(0, tested.Length)]), others = NearestOf(space, 0, learned);
        if (LimitOf(own, others) is not { } limit)
        {
            return null;
        }

        RowPair[] pairs = [.. Enumerable.Range(0, own.Length).Where(i => own[i].Ratio <= limit).OrderBy(i => own[i].Distance).Select(i => new RowPair(tested[i], distinct[own[i].Row]))];
        return Finding(pairs, Share(others, limit), tested.Length, test, train, target);
    }

    /// <summary>Finds the ratio up to which most more rows are than can be expected.</summary>
    private double? LimitOf(RowSpace.NearestRow[] own, RowSpace.NearestRow[] others)
    {
        // Of rows that are strewn evenly in d dimensions a ratio of r or less has the chance r^d.
        double median = UnsortedQuantile.Of([.. others.Select(one => one.Ratio)], 0.5);
        double dimensions = Math.Min(_columns.Count(parts => parts[0].IsNumeric), median is > 0 and < 1 ? Math.Log(0.5) / Math.Log(median) : double.PositiveInfinity);
        double best = 0;
        double? limit = null;
        foreach (double ratio in Ratios)
        {
            int near = own.Count(one => one.Ratio <= ratio), usual = others.Count(one => one.Ratio <= ratio);
            double strewn = Math.Pow(ratio, dimensions), expected = Math.Max((double)usual / others.Length, strewn), excess = ((double)near / own.Length) - expected;
            if (near >= LeastNear && near >= TimesExpected * expected * own.Length && excess > best
                && SpecialFunctions.Beta(near, own.Length - near + 1, strewn) <= Unlikely && Chance(near, own.Length, usual, others.Length) <= Unlikely)
            {
                (best, limit) = (excess, ratio);
            }
        }

        return limit;
    }

    /// <summary>Computes the chance that of the near rows as many or more fall to the first of two parts, by Fisher's exact test.</summary>
    private static double Chance(int near, int rows, int usual, int others)
    {
        int all = near + usual;
        double whole = LogChoose(rows + others, all), sum = 0;
        for (int count = near; count <= Math.Min(all, rows); count++)
        {
            sum += all - count > others ? 0 : Math.Exp(LogChoose(rows, count) + LogChoose(others, all - count) - whole);
        }

        return sum;
    }

    private static double LogChoose(int all, int some) => SpecialFunctions.LogGamma(all + 1.0) - SpecialFunctions.LogGamma(some + 1.0) - SpecialFunctions.LogGamma(all - some + 1.0);

    private static LeakageFinding Finding(RowPair[] pairs, double usual, int lookedAt, Frame test, Frame train, string target)
    {
        double share = (double)pairs.Length / lookedAt;
        string ofAll = lookedAt == test.RowCount ? "of the test" : string.Create(CultureInfo.InvariantCulture, $"of {lookedAt:N0} of the test that were looked at");
        string same = "";
        if (test.TryGetColumn(target, out Column? truth))
        {
            int[][] keys = RowKeys.Of([[train[target], truth]], MissingKeys.Kept).Numbers;
            int equal = pairs.Count(pair => keys[1][pair.TestRow] == keys[0][pair.TrainingRow]);
            same = equal == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", in {(equal == pairs.Length ? "all" : $"{equal:N0}")} of them with the same '{target}'");
        }

        string named = string.Join(", ", pairs.Take(MostNamed).Select((pair, i) => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "test " : "")}row {pair.TestRow + 1} as {(i == 0 ? "training row " : "")}{pair.TrainingRow + 1}")));
        return new LeakageFinding(
            LeakageKind.NearRows,
            share - usual > FewNear ? LeakageSeverity.Severe : LeakageSeverity.Suspicious,
            null,
            string.Create(CultureInfo.InvariantCulture, $"{pairs.Length:N0} rows ({share:P1}) {ofAll} are all but the same as a training row{same}: {named}{(pairs.Length > MostNamed ? " and others" : "")}. Of training rows {usual:P1} are as close to another."),
            "Compare these rows. If they are copies that were rounded, measured again or made with noise, keep each with its original on one side: a model that remembers rows looks better than it is.")
        {
            Pairs = pairs.Length > MostPairs ? pairs[..MostPairs] : pairs,
        };
    }

    private int[] Sample(int[] rows, int most, ulong part)
    {
        if (rows.Length <= most)
        {
            return rows;
        }

        int[] chosen = [.. new RandomStream(_context.Seed, part).Permutation(rows.Length).Take(most).Select(i => rows[i])];
        Array.Sort(chosen);
        return chosen;
    }

    private RowSpace.NearestRow[] NearestOf(RowSpace space, int table, int[] rows)
    {
        var nearest = new RowSpace.NearestRow[rows.Length];
        ParallelLoop.For(rows.Length, _context.Parallelism, i => nearest[i] = space.Nearest(table, rows[i]), _context.Cancellation);
        return nearest;
    }

    private static double Share(RowSpace.NearestRow[] rows, double limit) => (double)rows.Count(one => one.Ratio <= limit) / rows.Length;
}
