using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Selection.Features;

/// <summary>Represents the choice of features one after the other, by the cross-validated score of a model with and without each.</summary>
/// <remarks>
/// It ends where the change of the score is no greater than noise: forward, where the mean gain over the folds of the best feature is within <see cref="Margin"/> standard errors of 0; backward,
/// where any removal makes the score worse than the best one met by more than that. The error is that of Nadeau and Bengio (2003), for folds whose training rows overlap. As each step takes the best of many,
/// a few features of noise may get in where there are many of them; a greater margin keeps them out. A choice that runs out of time returns what it has. Whether it beats guessing, of the same folds, is told: backward search always keeps one feature.
/// The score of a feature is what the metric gains by it beside the others that are selected.
/// Sources: Whitney (1971), IEEE Transactions on Computers C-20; Marill and Green (1963), IEEE Transactions on Information Theory 9; Pudil, Novovičová and Kittler (1994), Pattern Recognition Letters 15, for floating search.
/// </remarks>
public sealed record SequentialSelection : IFeatureSelector
{
    /// <summary>Gets what learns; if null, boosting of small trees from 500 rows on, logistic or ridge regression where rows are fewer or there would be too many fits.</summary>
    public IEstimator? Estimator { get; init; }

    /// <summary>Gets what scores; the usual metric of the task if null.</summary>
    public IMetric? Metric { get; init; }

    /// <summary>Gets how rows are parted into folds; five stratified ones, or five of whole groups, if null.</summary>
    public ISplitter? Splitter { get; init; }

    /// <summary>Gets the direction.</summary>
    public SelectionDirection Direction { get; init; }

    /// <summary>Gets the greatest number of features, 1 or more; null for no limit.</summary>
    public int? MostFeatures { get; init; }

    /// <summary>Gets by how many standard errors a change of the score must exceed 0 to count, 0 or greater.</summary>
    public double Margin { get; init; } = 1;

    /// <inheritdoc/>
    public FeatureChoice Select(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SettingCheck.AtLeast(nameof(Margin), Margin, 0);
        SettingCheck.AtLeast(nameof(MostFeatures), MostFeatures ?? 1, 1);
        IEstimator estimator = DefaultEstimators.Choose(Estimator, () => DefaultEstimators.Curved(data, Fits(data.FeatureCount)), data, nameof(SequentialSelection));
        var search = new SubsetSearch(PreparedFolds.Of(data, Splitter, estimator, Metric, context), data.Schema, Margin);
        if (Direction == SelectionDirection.Backward)
        {
            search.Shrink(MostFeatures ?? data.FeatureCount);
        }
        else
        {
            search.Grow(MostFeatures ?? data.FeatureCount, Direction == SelectionDirection.Floating);
        }

        FeatureChoice choice = search.Result($"{Direction} selection") with { Learner = EstimatorText.Format(estimator) };
        CurvedColumns.Warn(choice, estimator, data, context);
        return choice;
    }

    /// <summary>Computes how many fits there are at most, but for floating steps back.</summary>
    private long Fits(int features)
    {
        const int Folds = 5;
        long steps = Direction == SelectionDirection.Backward ? features : Math.Min(features, MostFeatures ?? features);
        return Folds * steps * ((2 * features) - steps + 1) / 2;
    }
}
