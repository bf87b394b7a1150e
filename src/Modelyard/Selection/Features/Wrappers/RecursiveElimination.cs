using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Selection.Features;

/// <summary>Represents the choice of features by leaving out, again and again, the one that a model uses least; how many are left is chosen by cross-validation.</summary>
/// <remarks>
/// Each fold leaves features out by itself, preparation included, and scores every number of features on rows that it did not see; what all rows would leave out gives the ranks. Fewest features
/// are chosen whose mean score is within one standard error of the best. The chosen score is slightly too good, as the best of several. Whether it beats guessing, of the same folds, is told. It needs a model that says how much it used each feature; of two features that say the same either may go.
/// Sources: Guyon, Weston, Barnhill and Vapnik (2002), Machine Learning 46; Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees, section 3.4.3, for the standard error.
/// </remarks>
public sealed record RecursiveElimination : IFeatureSelector
{
    private const int FoldsAndAll = 6;

    /// <summary>Gets what learns and says how much it used each feature; if null, boosting of small trees from 500 rows on, logistic or ridge regression where rows are fewer or there would be too many fits.</summary>
    public IEstimator? Estimator { get; init; }

    /// <summary>Gets what scores; the usual metric of the task if null.</summary>
    public IMetric? Metric { get; init; }

    /// <summary>Gets how rows are parted into folds; five stratified ones, or five of whole groups, if null.</summary>
    public ISplitter? Splitter { get; init; }

    /// <summary>Gets how many features are left out at a time, 1 or more.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Gets a value indicating whether the fewest features within one standard error of the best are chosen, or the best itself.</summary>
    public bool OneStandardError { get; init; } = true;

    /// <inheritdoc/>
    public FeatureChoice Select(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SettingCheck.AtLeast(nameof(Step), Step, 1);
        IEstimator estimator = DefaultEstimators.Choose(Estimator, () => DefaultEstimators.Curved(data, data.FeatureCount / Step * FoldsAndAll), data, nameof(RecursiveElimination));
        var folds = PreparedFolds.Of(data, Splitter, estimator, Metric, context);
        int[] counts = [.. Counts(data.FeatureCount)];
        var scores = new double[counts.Length][];
        for (int i = 0; i < counts.Length; i++)
        {
            scores[i] = new double[folds.Count];
        }

        var kept = new int[folds.Count][][];
        int[][]? whole = null;
        folds.Run(folds.Count + 1, part =>
        {
            if (part == folds.Count)
            {
                whole = Whole(data, estimator, counts, context with { Parallelism = 1, Progress = null });
                return;
            }

            kept[part] = Eliminate(counts, data.FeatureCount, (columns, at) =>
            {
                context.Checkpoint();
                (scores[at][part], double[]? importances) = folds.Fit(part, columns, withImportances: true);
                return importances!;
            });
        });
        int chosen = ChooseCount(counts, scores, folds.Metric);
        FeatureChoice choice = Result(data, counts, scores, kept, whole!, chosen, folds.Metric).AgainstGuessing(scores[chosen], folds) with { Learner = EstimatorText.Format(estimator) };
        CurvedColumns.Warn(choice, estimator, data, context);
        return choice;
    }

    /// <summary>Counts down from all features to one.</summary>
    private IEnumerable<int> Counts(int features)
    {
        for (int count = features; count > 1; count = Math.Max(1, count - Step))
        {
            yield return count;
        }

        yield return 1;
    }

    private static int[][] Whole(Dataset data, IEstimator estimator, int[] counts, FitContext context)
    {
        var prepared = PreparedColumns.Fit(data, estimator.Traits, context);
        return Eliminate(counts, data.FeatureCount, (columns, _) =>
        {
            context.Checkpoint();
            IPredictiveModel model = estimator.FitModel(prepared.Pick(prepared.Data, columns, context.Parallelism), context);
            return prepared.SumUp(ColumnImportance.Of(model, estimator), columns);
        });
    }

    /// <summary>Leaves features out until one is left; of equals the later one goes.</summary>
    /// <returns>The features that are left at each of the counts, ascending.</returns>
    private static int[][] Eliminate(int[] counts, int features, Func<int[], int, double[]> importances)
    {
        int[][] left = new int[counts.Length][];
        left[0] = [.. Enumerable.Range(0, features)];
        for (int at = 0; at < counts.Length; at++)
        {
            double[] used = importances(left[at], at);
            if (at + 1 < counts.Length)
            {
                left[at + 1] = [.. left[at].Index().OrderByDescending(one => used[one.Index]).Take(counts[at + 1]).Select(one => one.Item).Order()];
            }
        }

        return left;
    }

    private int ChooseCount(int[] counts, double[][] scores, IMetric metric)
    {
        double sign = metric.HigherIsBetter ? 1 : -1;
        int best = Enumerable.Range(0, counts.Length).MaxBy(i => sign * scores[i].Average());
        double error = FoldStatistics.Deviation(scores[best]) / Math.Sqrt(scores[best].Length);
        double least = (sign * scores[best].Average()) - (OneStandardError ? error : 0);
        return Enumerable.Range(0, counts.Length).Last(i => sign * scores[i].Average() >= least);
    }

    private static FeatureChoice Result(Dataset data, int[] counts, double[][] scores, int[][][] kept, int[][] whole, int chosen, IMetric metric)
    {
        string[] names = [.. data.Schema.Select(feature => feature.Name)];
        double[] shares = new double[names.Length];
        foreach (int[][] fold in kept)
        {
            foreach (int column in fold[chosen])
            {
                shares[column] += 1.0 / kept.Length;
            }
        }

        // The features that are gone at the next lower count but not at this one share a rank.
        int[] ranks = new int[names.Length];
        foreach (int[] left in whole)
        {
            foreach (int column in whole[0].Except(left))
            {
                ranks[column] = ranks[column] == 0 ? left.Length + 1 : ranks[column];
            }
        }

        FeatureVerdict[] verdicts = [.. names.Select((name, i) => new FeatureVerdict(
            name, whole[chosen].Contains(i) ? FeatureDecision.Selected : FeatureDecision.Rejected, Math.Max(1, ranks[i]), Math.Round(shares[i], 12)))];
        SelectionStep[] steps = [.. counts.Select((_, i) => new SelectionStep([.. whole[i].Select(column => names[column])], scores[i]))];
        SelectionStep at = steps[chosen], all = steps[0];
        return new FeatureChoice(
            "Recursive elimination",
            [.. verdicts.OrderBy(verdict => verdict.Rank).ThenByDescending(verdict => verdict.Score)],
            "share of folds that keep it",
            $"{FeatureChoice.Count(at.Count, names.Length)} kept: {FeatureChoice.List(at.Features.ToArray())}. {metric.Title} on new rows is {NumberText.Score(at.Mean)} with {(at.Count == 1 ? "it" : "them")} and {NumberText.Score(all.Mean)} with all.")
        {
            Steps = steps,
            Metric = metric,
        };
    }
}
