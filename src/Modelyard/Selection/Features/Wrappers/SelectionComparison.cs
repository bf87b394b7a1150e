using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Selection.Features;

/// <summary>Represents whether a model on chosen features predicts as well as one on all of them, on rows that neither saw.</summary>
/// <param name="Metric">What scores.</param>
/// <param name="Learner">What learned from both, as the catalogue reads it.</param>
/// <param name="All">The mean score with all features.</param>
/// <param name="Chosen">The mean score with the chosen ones.</param>
/// <param name="Difference">How much greater the score with the chosen ones is; of an error, greater is worse.</param>
/// <param name="Low">The lower end of an interval of 95 % of the difference.</param>
/// <param name="High">The upper end.</param>
/// <remarks>
/// In each fold features are chosen anew from its training rows, so that no row judges a choice to which it added. The interval is Student's, with the error of Nadeau and Bengio (2003), Machine Learning 52, for folds whose
/// training rows overlap.
/// </remarks>
public sealed record SelectionComparison(IMetric Metric, string Learner, double All, double Chosen, double Difference, double Low, double High)
{
    private const double Upper = 0.975;

    /// <summary>Gets the mean score of the usual answer, which looks at no feature, in the same folds; NaN where the metric is not defined for it.</summary>
    public double Guess { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the chosen features are better than guessing beyond chance, that is by an interval of 95 %; true where guessing has no score.</summary>
    public bool BeatsGuessing { get; init; } = true;

    /// <summary>Gets a value indicating whether the chosen features are worse than all of them beyond chance.</summary>
    public bool IsWorse => Metric.HigherIsBetter ? High < 0 : Low > 0;

    /// <summary>Gets what came out, in a sentence.</summary>
    public string Summary => $"{Metric.Title} of '{Learner}' on new rows: {NumberText.Score(All)} with all features, {NumberText.Score(Chosen)} with those that are chosen in each fold; "
        + $"the difference is {NumberText.Score(Difference)} [{NumberText.Score(Low)}, {NumberText.Score(High)}]{(IsWorse ? ": the choice makes it worse" : Low <= 0 && High >= 0 ? ", within chance" : ": the choice makes it better")}."
        + (double.IsNaN(Guess) ? "" : $" Guessing has {NumberText.Score(Guess)}{(BeatsGuessing ? "" : LooksBetter ? ": the choice looks better than that, which these folds do not show beyond chance" : ": the choice is not better than that beyond chance")}.");

    private bool LooksBetter { get; init; }

    /// <summary>Chooses features in each fold and scores a model with them and with all.</summary>
    /// <param name="selector">What chooses; what it does not reject is kept.</param>
    /// <param name="data">The rows, with a target; their features are dense.</param>
    /// <param name="context">The seed, the number of threads, the time, and the end if it is cancelled.</param>
    /// <param name="estimator">What learns; if null boosting, or a forest where there are fewer than 500 rows: what sees curves, whatever the choice was made by.</param>
    /// <param name="metric">What scores; the usual metric of the task if null.</param>
    /// <param name="splitter">How rows are parted into folds; five stratified ones, or five of whole groups, if null.</param>
    /// <returns>The comparison; null if there was no time for it.</returns>
    /// <exception cref="ModelyardException">The data does not suit the method, or a fit fails.</exception>
    public static SelectionComparison? Compute(IFeatureSelector selector, Dataset data, FitContext context, IEstimator? estimator = null, IMetric? metric = null, ISplitter? splitter = null)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(context);
        estimator = DefaultEstimators.Choose(estimator, () => DefaultEstimators.Judge(data), data, nameof(SelectionComparison));
        FitContext own = context with { Progress = null, Warning = null };
        try
        {
            var folds = PreparedFolds.Of(data, splitter, estimator, metric, own);
            int[] all = [.. Enumerable.Range(0, data.FeatureCount)];
            double[] full = new double[folds.Count], few = new double[folds.Count];
            for (int fold = 0; fold < folds.Count; fold++)
            {
                FeatureChoice choice = selector.Select(data.Rows(folds.TrainRows(fold), own), own.ForPart((ulong)fold));
                HashSet<string> rejected = [.. choice.Features.Where(one => one.Decision == FeatureDecision.Rejected).Select(one => one.Name)];
                full[fold] = folds.Fit(fold, all).Score;
                few[fold] = folds.Fit(fold, Array.FindAll(all, column => !rejected.Contains(data.Schema[column].Name))).Score;
                if (own.OutOfTime)
                {
                    return null;
                }
            }

            return Of(folds, EstimatorText.Format(estimator), full, few, folds.ScoreGuess());
        }
        catch (FitBudgetException)
        {
            return null;
        }
    }

    private static SelectionComparison Of(PreparedFolds folds, string learner, double[] full, double[] few, double[]? guess)
    {
        (double mean, double half) = Gain(folds, few, full);
        var comparison = new SelectionComparison(folds.Metric, learner, full.Average(), few.Average(), mean, mean - half, mean + half);
        if (guess is null)
        {
            return comparison;
        }

        (double gain, double halfGain) = Gain(folds, few, guess);
        return comparison with { Guess = guess.Average(), BeatsGuessing = (folds.Metric.HigherIsBetter ? gain : -gain) > halfGain, LooksBetter = folds.LooksBetter(few, guess) };
    }

    private static (double Mean, double Half) Gain(PreparedFolds folds, double[] scores, double[] others)
    {
        double[] differences = [.. scores.Zip(others, (one, other) => one - other)];
        return (differences.Average(), new StudentT(folds.Count - 1).Quantile(Upper) * FoldStatistics.Error(differences, folds.TestShare));
    }
}
