using Modelyard.Frames;
using Modelyard.Learning;

namespace Modelyard.Evaluation;

/// <summary>Finds the rows for which a model errs most, by what they have in common.</summary>
/// <remarks>
/// Levels, ranges of numbers and pairs of them are looked through on one half of the rows, and what is found is tested on the other, so that the p-values are not those of
/// the luckiest of thousands of slices. A pair is kept if it errs more than each of its two conditions alone. Each cause is told once: the rows of a slice that is told are set aside before the next is judged.
/// Where the model says how much it expects to err, as probabilities do, slices that err more than that are told first; those that only err more than others are hard by nature.
/// Source: Chung, Kraska, Polyzotis, Tae and Whang (2019), Slice Finder: Automated Data Slicing for Model Validation, ICDE 35; the held-out test is ours, and so is what the model expects.
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
    /// <param name="expected">The loss that the model itself expects of each row, were its probabilities right; null where it says nothing of that.</param>
    /// <returns>The slices: those that err more than expected first, each kind in the order of how much they err for certain; empty if none errs more than chance would have it.</returns>
    /// <exception cref="ModelyardException">There are not as many losses as rows, or an option is out of range.</exception>
    public static IReadOnlyList<Slice> Find(Frame rows, IReadOnlyList<double> losses, FitContext context, SliceOptions? options = null, IReadOnlyList<double>? expected = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new SliceOptions();
        Check(rows, losses, expected, options);
        int[] order = context.Random(0x51C3).Permutation(rows.RowCount);
        order = Array.FindAll(order, row => double.IsFinite(losses[row]) && (expected is null || double.IsFinite(expected[row])));
        int[] searched = order[..Math.Min(order.Length / 2, MostSearched)];
        ColumnParts[] columns = [.. rows.Columns.Select(column => ColumnParts.Of(column, options.Ranges)).OfType<ColumnParts>()];
        int fewest = Math.Max(options.FewestRows, (int)Math.Ceiling(options.LeastShare * searched.Length));
        var judge = new SliceJudge(order[(order.Length / 2)..], losses, expected, options);
        if (expected is not null)
        {
            judge.Tell(Search(columns, searched, row => losses[row] - expected[row], fewest, options.Depth, context), bySurprise: true);
        }

        judge.Tell(Search(columns, searched, row => losses[row], fewest, options.Depth, context), bySurprise: false);
        return judge.Told;
    }

    private static void Check(Frame rows, IReadOnlyList<double> losses, IReadOnlyList<double>? expected, SliceOptions options)
    {
        if (losses.Count != rows.RowCount || (expected is not null && expected.Count != rows.RowCount))
        {
            throw new ModelyardException($"There are '{rows.RowCount}' rows and '{(losses.Count != rows.RowCount ? losses.Count : expected!.Count)}' losses, and there must be one a row.");
        }

        if (options.Most < 1 || options.FewestRows < 2 || options.Ranges < 2 || options.Depth is < 1 or > 2 || !(options.LeastShare is > 0 and < 1) || !(options.Level is > 0 and <= 1))
        {
            throw new ModelyardException($"The options of slices are '{options}'; Most must be 1 or more, FewestRows and Ranges 2 or more, Depth 1 or 2, LeastShare above 0 and below 1, Level above 0 and at most 1.");
        }
    }

    /// <summary>Looks through all parts of all columns, then through all pairs.</summary>
    private static List<SlicePart> Search(ColumnParts[] columns, int[] rows, Func<int, double> loss, int fewest, int depth, FitContext context)
    {
        double[] losses = Array.ConvertAll(rows, row => loss(row));
        var whole = default(LossSum);
        foreach (double own in losses)
        {
            whole.Add(own);
        }

        double Excess(LossSum sum) => sum.Count < fewest ? double.NegativeInfinity : sum.CertainExcess(sum.Of(whole));
        var found = new List<SlicePart>();
        double[][] single = new double[columns.Length][];
        for (int first = 0; first < columns.Length; first++)
        {
            context.Checkpoint();
            ColumnParts own = columns[first];
            var sums = new LossSum[own.Conditions.Count];
            for (int i = 0; i < rows.Length; i++)
            {
                sums[own.Codes[rows[i]]].Add(losses[i]);
            }

            single[first] = Array.ConvertAll(sums, Excess);
            found.AddRange(single[first].Select((excess, part) => new SlicePart(own, part, own, part, excess)).Where(part => part.Excess > 0));
        }

        for (int first = 0; first < columns.Length && depth > 1; first++)
        {
            for (int second = first + 1; second < columns.Length; second++)
            {
                context.Checkpoint();
                int width = columns[second].Conditions.Count;
                var sums = new LossSum[columns[first].Conditions.Count * width];
                int[] firstCodes = columns[first].Codes, secondCodes = columns[second].Codes;
                for (int i = 0; i < rows.Length; i++)
                {
                    sums[(firstCodes[rows[i]] * width) + secondCodes[rows[i]]].Add(losses[i]);
                }

                for (int cell = 0; cell < sums.Length; cell++)
                {
                    double excess = Excess(sums[cell]);
                    (int part, int other) = Math.DivRem(cell, width);
                    if (excess > 0 && excess > single[first][part] && excess > single[second][other])
                    {
                        found.Add(new SlicePart(columns[first], part, columns[second], other, excess));
                    }
                }
            }
        }

        return [.. found.OrderByDescending(one => one.Excess).Take(MostTested)];
    }
}
