using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Holds the scores of one fit on the rows learned from and on others.</summary>
internal readonly record struct BothScores(double Train, double Validation, double FitSeconds)
{
    /// <summary>Gets the scores of a setting that could not be fitted.</summary>
    internal static BothScores None => new(double.NaN, double.NaN, double.NaN);

    /// <summary>Fits and scores each setting on each fold: the same fold has the same seed in all settings, so that they differ by themselves alone.</summary>
    /// <param name="settings">The settings, all with as many folds.</param>
    /// <param name="data">The rows.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits; those of a small table run side by side.</param>
    /// <returns>The scores, settings x folds; those of a setting that was only suggested and cannot be fitted are null, which the context is warned of.</returns>
    internal static BothScores[]?[] Run(IReadOnlyList<CurveSetting> settings, Dataset data, IMetric metric, FitContext context)
    {
        int folds = settings[0].Folds.Count;
        var warnings = new string[settings.Count * folds][];
        BothScores[]?[] scores = [.. settings.Select(_ => new BothScores[folds])];
        var faults = new ModelyardException?[settings.Count * folds];
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
                    scores[setting]![fold] = Score(settings[setting].Estimator, data, settings[setting].Folds[fold], metric, inner.ForPart((ulong)fold) with { Progress = null, Warning = own.Add });
                }
                catch (ModelyardException fault) when (fault is not FitBudgetException)
                {
                    var told = new ModelyardException($"{settings[setting].Text}, fold {fold + 1} of {folds}: {fault.Message}", fault);
                    faults[i] = settings[setting].IsAsked ? throw told : told;
                }

                warnings[i] = [.. own];
                context.Report(Interlocked.Increment(ref done), settings.Count * folds);
            },
            context.Cancellation);
        LeaveOut(settings, scores, [.. faults.Chunk(folds).Select(own => Array.Find(own, fault => fault is not null))], context);
        foreach (string warning in warnings.Where((_, i) => scores[i / folds] is not null).SelectMany(own => own).Distinct(StringComparer.Ordinal))
        {
            context.Warn(warning);
        }

        return scores;
    }

    private static void LeaveOut(IReadOnlyList<CurveSetting> settings, BothScores[]?[] scores, ModelyardException?[] faults, FitContext context)
    {
        if (settings.Zip(faults).Where(pair => !pair.First.IsAsked).ToArray() is { Length: > 0 } suggested && Array.TrueForAll(suggested, pair => pair.Second is not null))
        {
            throw suggested[0].Second!;
        }

        for (int setting = 0; setting < scores.Length; setting++)
        {
            scores[setting] = faults[setting] is null ? scores[setting] : null;
        }

        // Settings that fail for the same reason are told once.
        foreach (ModelyardException fault in faults.OfType<ModelyardException>().DistinctBy(fault => fault.InnerException!.Message, StringComparer.Ordinal))
        {
            context.Warn($"Left out: {fault.Message}");
        }
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
