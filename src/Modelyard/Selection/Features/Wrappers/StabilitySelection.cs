using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Selection.Features;

/// <summary>Represents the choice of the features that a selector takes on most halves of the rows, with a bound on how many false ones are expected.</summary>
/// <remarks>
/// Rows are parted at random into two halves, again and again; on each half the selector takes at most q features. A feature is selected if it was taken on a share of halves of at least the threshold π. The expected number of
/// selected features that a selector takes on a half with a chance of at most q / p, as it does features of noise on average, is at most <c>q² / ((2π − 1) p)</c> for p features, whatever the selector and the law of the rows. q follows from the bound that is asked for.
/// Columns that say nearly the same are one to the selector, the first of them, and share what becomes of it: else each would take votes from the other, and none be selected; p counts them once.
/// Groups of rows are not kept together. Sources: Meinshausen and Bühlmann (2010), Journal of the Royal Statistical Society B 72; Shah and Samworth (2013), the same 75, for complementary pairs and the bound.
/// </remarks>
public sealed record StabilitySelection : IFeatureSelector
{
    /// <summary>Gets what takes features on a half; if null, the lasso for numbers and logistic regression with an L1 penalty for classes, whose first features count.</summary>
    public ColumnSelector? Selector { get; init; }

    /// <summary>Gets the number of pairs of halves, 1 or more.</summary>
    public int Pairs { get; init; } = 50;

    /// <summary>Gets the share of halves from which on a feature is selected, greater than 0.5 and at most 1.</summary>
    public double Threshold { get; init; } = 0.75;

    /// <summary>Gets the bound on the expected number of false features, greater than 0.</summary>
    public double FalseSelections { get; init; } = 1;

    /// <summary>Gets the mean association, that of ranks of two numbers, from which columns count as one, from 0 to 1; greater than 1 for never.</summary>
    public double Likeness { get; init; } = 0.9;

    /// <summary>Computes how many features are taken on a half, such that the bound holds: at least 1.</summary>
    /// <param name="features">The number of features, those that say nearly the same counted once.</param>
    /// <returns>The number q.</returns>
    public int TakenOf(int features) => Math.Clamp((int)Math.Sqrt(FalseSelections * ((2 * Threshold) - 1) * features * (1 + 1e-12)), 1, Math.Max(1, features));

    /// <summary>Computes the bound on the expected number of false features that holds.</summary>
    /// <param name="features">The number of features, those that say nearly the same counted once.</param>
    /// <returns>The bound; it is the one that was asked for or less, unless a single feature on each half is too many for that.</returns>
    public double BoundOf(int features) => Math.Pow(TakenOf(features), 2) / (((2 * Threshold) - 1) * features);

    /// <inheritdoc/>
    public FeatureChoice Select(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Check(data);
        int[] groups = Likeness > 1 ? [.. Enumerable.Range(0, data.FeatureCount)] : AssociatedColumns.Groups(data, Likeness, context.Parallelism);
        int[] firsts = [.. groups.Distinct().Order()];
        Dataset rows = firsts.Length == groups.Length ? data : new SelectionModel(data.Schema, firsts, new double[data.FeatureCount]).Transform(data, context.Parallelism);
        int taken = TakenOf(firsts.Length);
        ColumnSelector selector = Selector ?? SparseModels.Choose;
        var chosen = new IReadOnlyCollection<int>[2 * Pairs];
        int done = 0;
        ParallelLoop.For(
            Pairs,
            context.Parallelism,
            pair =>
            {
                context.Checkpoint();
                FitContext own = context.ForPart((ulong)pair) with { Parallelism = 1, Progress = null };
                (int[] first, int[] second) = Halves(rows, own);
                chosen[2 * pair] = Take(selector, rows.Rows(first, own), taken, own.ForPart(1));
                chosen[(2 * pair) + 1] = Take(selector, rows.Rows(second, own), taken, own.ForPart(2));
                context.Report(Interlocked.Increment(ref done), Pairs);
            },
            context.Cancellation);
        int[] counts = new int[firsts.Length];
        foreach (int column in chosen.SelectMany(columns => columns))
        {
            counts[column]++;
        }

        FeatureChoice choice = Result(data.Schema, groups, Array.ConvertAll(groups, first => counts[Array.BinarySearch(firsts, first)]), taken);
        if (Selector is not null)
        {
            return choice;
        }

        IEstimator learner = SparseModels.Learner(data.Task);
        CurvedColumns.Warn(choice, learner, data, context);
        return choice with { Learner = EstimatorText.Format(learner) };
    }

    private void Check(Dataset data)
    {
        SettingCheck.AtLeast(nameof(Pairs), Pairs, 1);
        if (!(Threshold is > 0.5 and <= 1))
        {
            throw new ModelyardException($"'{nameof(Threshold)}' is '{Threshold}' and must be greater than 0.5 and at most 1: the bound holds there.");
        }

        if (!(FalseSelections > 0) || double.IsInfinity(FalseSelections))
        {
            throw new ModelyardException($"'{nameof(FalseSelections)}' is '{FalseSelections}' and must be greater than 0.");
        }

        FeatureValues.Require(data, nameof(StabilitySelection));
        if (!data.HasTarget)
        {
            throw new ModelyardException($"'{nameof(StabilitySelection)}' chooses features by what they say of a target and the data has none.");
        }

        if (data.RowCount < 4)
        {
            throw new ModelyardException($"The table has {NumberText.Counted(data.RowCount, "row")}, and halves of so few tell nothing; give 4 or more.");
        }
    }

    /// <summary>Parts the rows in halves, each class in halves too; one of an odd number is left out.</summary>
    private static (int[] First, int[] Second) Halves(Dataset data, FitContext context)
    {
        int[] order = context.Random().Permutation(data.RowCount);
        if (data.Task == TaskKind.Classification)
        {
            int[] labels = data.Labels.ToArray();
            order = [.. order.OrderBy(row => labels[row])];
        }

        // Dealt out in turn, neighbours go to different halves.
        int[] first = [.. order.Where((_, i) => (i & 1) == 0)], second = [.. order.Where((_, i) => (i & 1) == 1)];
        first = first[..second.Length];
        Array.Sort(first);
        Array.Sort(second);
        return (first, second);
    }

    private static IReadOnlyCollection<int> Take(ColumnSelector selector, Dataset half, int taken, FitContext context)
    {
        IReadOnlyCollection<int> columns = selector(half, taken, context);
        return columns.Count <= taken && columns.Distinct().Count() == columns.Count && columns.All(column => (uint)column < (uint)half.FeatureCount)
            ? columns
            : throw new ModelyardException($"The selector took '{string.Join(", ", columns)}' and must take at most {taken} different columns from 0 to {half.FeatureCount - 1}.");
    }

    private FeatureChoice Result(FeatureSchema schema, int[] groups, int[] counts, int taken)
    {
        double halves = 2.0 * Pairs;
        FeatureVerdict[] ordered = [.. schema
            .Select((feature, i) => new FeatureVerdict(feature.Name, counts[i] >= Threshold * halves * (1 - 1e-12) ? FeatureDecision.Selected : FeatureDecision.Rejected, 0, counts[i] / halves))
            .OrderByDescending(verdict => verdict.Score)];
        string[] names = [.. ordered.Where(verdict => verdict.Decision == FeatureDecision.Selected).Select(verdict => verdict.Name)];
        string[] alike = [.. groups.Index().GroupBy(one => one.Item, one => $"'{schema[one.Index].Name}'").Where(group => group.Count() > 1).Select(group => string.Join(" and ", group))];
        return new FeatureChoice(
            "Stability selection",
            [.. ordered.Select((verdict, i) => verdict with { Rank = i + 1 })],
            "share of halves on which it is taken",
            $"{FeatureChoice.Count(names.Length, schema.Count)} taken on {NumberText.Percent(Threshold)} of the halves or more, at most {taken} being taken on each: {FeatureChoice.List(names)}. Of them {NumberText.Value(BoundOf(groups.Distinct().Count()))} at most are expected to be false."
                + (alike.Length == 0 ? "" : $" Taken as one, as they say nearly the same: {string.Join("; ", alike)}."))
        {
            Threshold = Threshold,
        };
    }
}
