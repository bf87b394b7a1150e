using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Holds the scores of one fit on the rows learned from and on others.</summary>
internal readonly record struct BothScores(double Train, double Validation, double FitSeconds)
{
    /// <summary>Fits and scores each setting on each fold: the same fold has the same seed in all settings, so that they differ by themselves alone.</summary>
    /// <param name="settings">The settings: what it is in a few words, for errors; the estimator; and its folds, as many in all.</param>
    /// <param name="data">The rows.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits; those of a small table run side by side.</param>
    /// <returns>The scores, settings x folds.</returns>
    internal static BothScores[][] Run(IReadOnlyList<(string What, IEstimator Estimator, IReadOnlyList<Split> Folds)> settings, Dataset data, IMetric metric, FitContext context)
    {
        int folds = settings[0].Folds.Count;
        var warnings = new string[settings.Count * folds][];
        BothScores[][] scores = [.. settings.Select(_ => new BothScores[folds])];
        bool sideBySide = data.RowCount <= CrossValidation.SmallTable && context.Parallelism > 1;
        FitContext inner = sideBySide ? context with { Parallelism = 1 } : context;
        int done = 0;
        ParallelLoop.For(
            settings.Count * folds,
            sideBySide ? context.Parallelism : 1,
            i =>
            {
                (int setting, int fold) = Math.DivRem(i, folds);
                var own = new List<string>();
                try
                {
                    scores[setting][fold] = Score(settings[setting].Estimator, data, settings[setting].Folds[fold], metric, inner.ForPart((ulong)fold) with { Progress = null, Warning = own.Add });
                }
                catch (ModelyardException fault) when (fault is not FitBudgetException)
                {
                    throw new ModelyardException($"{settings[setting].What}, fold {fold + 1} of {folds}: {fault.Message}", fault);
                }

                warnings[i] = [.. own];
                context.Report(Interlocked.Increment(ref done), settings.Count * folds);
            },
            context.Cancellation);
        foreach (string warning in warnings.SelectMany(own => own).Distinct(StringComparer.Ordinal))
        {
            context.Warn(warning);
        }

        return scores;
    }

    private static BothScores Score(IEstimator estimator, Dataset data, Split fold, IMetric metric, FitContext context)
    {
        Dataset train = data.Rows(fold.Train);
        long start = Stopwatch.GetTimestamp();
        IPredictiveModel model = estimator.FitModel(train, context);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new BothScores(
            metric.ScoreOf(Predictions.Of(model, train, context.Parallelism)),
            metric.ScoreOf(Predictions.Of(model, data.Rows(fold.Test), context.Parallelism)),
            seconds);
    }
}
