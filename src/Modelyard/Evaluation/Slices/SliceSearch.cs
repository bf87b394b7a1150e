using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Learning;
using Modelyard.Probability;

namespace Modelyard.Evaluation;

/// <summary>Finds the rows for which a model errs most, by what they have in common.</summary>
/// <remarks>
/// Levels, ranges of numbers and pairs of them are looked through on one half of the rows, and what is found is tested on the other, so that the p-values are not those of
/// the luckiest of thousands of slices. A pair is kept if it errs more than each of its two conditions alone.
/// Source: Chung, Kraska, Polyzotis, Tae and Whang (2019), Slice Finder: Automated Data Slicing for Model Validation, ICDE 35; the held-out test is ours.
/// </remarks>
public static class SliceSearch
{
    private const int MostSearched = 200_000;
    private const int MostTested = 60;

    /// <summary>Finds slices.</summary>
    /// <param name="rows">The rows: columns to look for conditions in.</param>
    /// <param name="losses">The loss of each row, such as its absolute error; NaN for rows to leave out.</param>
    /// <param name="context">The seed and cancellation.</param>
    /// <param name="options">How slices are looked for; the defaults if null.</param>
    /// <returns>The slices, the one that errs most for certain first; empty if none errs more than chance would have it.</returns>
    /// <exception cref="ModelyardException">There are not as many losses as rows, or an option is out of range.</exception>
    public static IReadOnlyList<Slice> Find(Frame rows, IReadOnlyList<double> losses, FitContext context, SliceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new SliceOptions();
        Check(rows, losses, options);
        int[] order = context.Random(0x51C3).Permutation(rows.RowCount);
        order = Array.FindAll(order, row => double.IsFinite(losses[row]));
        int[] searched = order[..Math.Min(order.Length / 2, MostSearched)], tested = order[(order.Length / 2)..];
        ColumnParts[] columns = [.. rows.Columns.Select(column => ColumnParts.Of(column, options.Ranges)).OfType<ColumnParts>()];
        int fewest = Math.Max(options.FewestRows, (int)Math.Ceiling(options.LeastShare * searched.Length));
        List<Found> found = Search(columns, searched, losses, fewest, options.Depth, context);
        return Confirm(found, rows.RowCount, columns, tested, losses, options, (int)Math.Ceiling(options.LeastShare * tested.Length));
    }

    private static void Check(Frame rows, IReadOnlyList<double> losses, SliceOptions options)
    {
        if (losses.Count != rows.RowCount)
        {
            throw new ModelyardException($"There are '{rows.RowCount}' rows and '{losses.Count}' losses, and there must be one a row.");
        }

        if (options.Most < 1 || options.FewestRows < 2 || options.Ranges < 2 || options.Depth is < 1 or > 2 || !(options.LeastShare is > 0 and < 1) || !(options.Level is > 0 and <= 1))
        {
            throw new ModelyardException($"The options of slices are '{options}'; Most must be 1 or more, FewestRows and Ranges 2 or more, Depth 1 or 2, LeastShare above 0 and below 1, Level above 0 and at most 1.");
        }
    }

    /// <summary>Looks through all parts of all columns, then through all pairs.</summary>
    private static List<Found> Search(ColumnParts[] columns, int[] rows, IReadOnlyList<double> losses, int fewest, int depth, FitContext context)
    {
        var whole = default(LossSum);
        foreach (int row in rows)
        {
            whole.Add(losses[row]);
        }

        var found = new List<Found>();
        double[][] single = new double[columns.Length][];
        for (int first = 0; first < columns.Length; first++)
        {
            context.Checkpoint();
            var sums = new LossSum[columns[first].Conditions.Count];
            foreach (int row in rows)
            {
                sums[columns[first].Codes[row]].Add(losses[row]);
            }

            single[first] = Array.ConvertAll(sums, sum => sum.Count < fewest ? double.NegativeInfinity : CertainExcess(sum, whole));
            found.AddRange(Enumerable.Range(0, sums.Length).Where(part => single[first][part] > 0).Select(part => new Found(first, part, first, part, single[first][part])));
        }

        for (int first = 0; first < columns.Length && depth > 1; first++)
        {
            for (int second = first + 1; second < columns.Length; second++)
            {
                context.Checkpoint();
                int width = columns[second].Conditions.Count;
                var sums = new LossSum[columns[first].Conditions.Count * width];
                int[] firstCodes = columns[first].Codes, secondCodes = columns[second].Codes;
                foreach (int row in rows)
                {
                    sums[(firstCodes[row] * width) + secondCodes[row]].Add(losses[row]);
                }

                for (int cell = 0; cell < sums.Length; cell++)
                {
                    double excess = sums[cell].Count < fewest ? double.NegativeInfinity : CertainExcess(sums[cell], whole);
                    (int part, int other) = Math.DivRem(cell, width);
                    if (excess > 0 && excess > single[first][part] && excess > single[second][other])
                    {
                        found.Add(new Found(first, part, second, other, excess));
                    }
                }
            }
        }

        return [.. found.OrderByDescending(one => one.Excess).Take(MostTested)];
    }

    /// <summary>Computes by how much the mean loss of a part exceeds that of the rest at least, give or take chance.</summary>
    private static double CertainExcess(LossSum part, LossSum whole)
    {
        LossSum rest = part.Of(whole);
        double error = Math.Sqrt((part.Variance / part.Count) + (rest.Variance / rest.Count));
        double excess = part.Mean - rest.Mean - (2 * error);
        return double.IsNaN(excess) ? double.NegativeInfinity : excess;
    }

    /// <summary>Tests what was found on rows that were not searched.</summary>
    private static IReadOnlyList<Slice> Confirm(List<Found> found, int allRows, ColumnParts[] columns, int[] rows, IReadOnlyList<double> losses, SliceOptions options, int fewest)
    {
        var whole = default(LossSum);
        foreach (int row in rows)
        {
            whole.Add(losses[row]);
        }

        double deviation = Math.Sqrt(whole.Variance);
        var slices = new List<(Slice Slice, double Excess)>();
        foreach (Found one in found)
        {
            int[] first = columns[one.First].Codes, second = columns[one.Second].Codes;
            var sum = default(LossSum);
            foreach (int row in rows)
            {
                if (first[row] == one.FirstPart && second[row] == one.SecondPart)
                {
                    sum.Add(losses[row]);
                }
            }

            LossSum rest = sum.Of(whole);
            if (sum.Count < Math.Max(options.FewestRows, fewest) / 2 || rest.Count < 2)
            {
                continue;
            }

            int count = Enumerable.Range(0, allRows).Count(row => first[row] == one.FirstPart && second[row] == one.SecondPart);
            Expression condition = columns[one.First].Conditions[one.FirstPart];
            condition = one.Second == one.First ? condition : condition & columns[one.Second].Conditions[one.SecondPart];
            slices.Add((
                new Slice(condition, count, count / (double)allRows, sum.Mean, rest.Mean, (sum.Mean - rest.Mean) / deviation, Chance(sum, rest)),
                CertainExcess(sum, whole)));
        }

        IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg([.. slices.Select(one => one.Slice.PValue)]);
        return [.. slices.Select((one, i) => (Slice: one.Slice with { PValue = adjusted[i] }, one.Excess)).Where(one => one.Slice.PValue <= options.Level)
            .OrderByDescending(one => one.Excess).Take(options.Most).Select(one => one.Slice)];
    }

    /// <summary>Computes the chance of a mean as much greater by Welch's test, on one side.</summary>
    private static double Chance(LossSum part, LossSum rest)
    {
        double own = part.Variance / part.Count, other = rest.Variance / rest.Count, error = Math.Sqrt(own + other);
        if (!(error > 0))
        {
            return part.Mean > rest.Mean ? 0 : 1;
        }

        double degrees = (own + other) * (own + other) / ((own * own / (part.Count - 1)) + (other * other / (rest.Count - 1)));
        double statistic = (part.Mean - rest.Mean) / error;
        double tail = new StudentT(degrees).TwoSided(statistic) / 2;
        return statistic > 0 ? tail : 1 - tail;
    }

    /// <summary>Holds a part of one column, or of two.</summary>
    private sealed record Found(int First, int FirstPart, int Second, int SecondPart, double Excess);
}
