using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Estimates how good a search's choice is on new rows: searches within the training rows of each outer fold, and scores the choice on the others.</summary>
/// <remarks>
/// The best score of a search is optimistic, the more so the more points it tries, because its folds chose it. Rows of outer folds choose nothing. Source: Cawley and
/// Talbot (2010), On Over-fitting in Model Selection and Subsequent Selection Bias in Performance Evaluation, JMLR 11.
/// </remarks>
public static class NestedCrossValidation
{
    /// <summary>Searches, fits and scores on every outer fold.</summary>
    /// <param name="space">What may be chosen from.</param>
    /// <param name="create">Creates the estimator, usually a pipeline, of a point.</param>
    /// <param name="data">The rows.</param>
    /// <param name="outer">How rows are parted into outer folds.</param>
    /// <param name="inner">How the training rows of an outer fold are parted for the search.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="settings">How each search is done; null for 50 trials by Bayesian optimisation. Each outer fold has a seed of its own.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The scores of the outer folds and what was chosen.</returns>
    /// <exception cref="ModelyardException">A search found nothing, or the data does not suit.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static NestedResult Run(
        SearchSpace space, Func<SearchPoint, IEstimator> create, Dataset data, ISplitter outer, ISplitter inner, IMetric metric, StudySettings? settings = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(outer);
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(metric);
        settings ??= new StudySettings();
        var folds = new List<OuterFold>();
        foreach (Split fold in outer.Split(data))
        {
            cancellation.ThrowIfCancellationRequested();
            Dataset train = data.Rows(fold.Train);
            ulong seed = RandomStream.DeriveSeed(settings.Seed, (ulong)folds.Count);
            StudyResult study = Study.Run(space, new CrossValidationObjective(create, train, inner.Split(train), metric), settings with { Seed = seed }, stop: cancellation);
            cancellation.ThrowIfCancellationRequested();
            var context = new FitContext { Seed = seed, Parallelism = settings.Parallelism, Cancellation = cancellation };
            FoldResult scored = CrossValidation.Evaluate(create(study.Best.Point), data, fold, metric, context);
            folds.Add(new OuterFold(scored.Score, study.Best.Scores[0], study.Best.Point, study));
        }

        return new NestedResult(folds) { Perfect = metric.Perfect };
    }
}
