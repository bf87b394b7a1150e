using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Fits an estimator on the training rows of each fold and scores it on the others.</summary>
/// <remarks>Whatever the estimator learns, preparation included, it learns inside the fold.</remarks>
public static class CrossValidation
{
    /// <summary>The number of rows up to which fits run side by side, each on one thread.</summary>
    internal const int SmallTable = 20_000;

    /// <summary>Fits and scores on every fold.</summary>
    /// <param name="estimator">The estimator, usually a pipeline.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">The folds.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fits; each fold gets its own seed. Folds of a small table run side by side.</param>
    /// <returns>One result a fold, in order.</returns>
    public static IReadOnlyList<FoldResult> Run(IEstimator estimator, Dataset data, IReadOnlyList<Split> folds, IMetric metric, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        var results = new FoldResult[folds.Count];
        bool sideBySide = data.RowCount <= SmallTable && context.Parallelism > 1 && folds.Count > 1;
        FitContext inner = sideBySide ? context with { Parallelism = 1 } : context;
        ParallelLoop.For(
            folds.Count,
            sideBySide ? context.Parallelism : 1,
            fold => results[fold] = Evaluate(estimator, data, folds[fold], metric, inner.ForPart((ulong)fold)),
            context.Cancellation);
        return results;
    }

    /// <summary>Fits and scores on one fold.</summary>
    /// <param name="estimator">The estimator, usually a pipeline.</param>
    /// <param name="data">The rows.</param>
    /// <param name="fold">The fold.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <returns>The result.</returns>
    public static FoldResult Evaluate(IEstimator estimator, Dataset data, Split fold, IMetric metric, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        var warnings = new List<string>();
        FitContext own = context with { Warning = message => Add(warnings, message) };
        long start = Stopwatch.GetTimestamp();
        IPredictiveModel model = estimator.FitModel(data.Rows(fold.Train), own);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        Predictions predictions = Predictions.Of(model, data.Rows(fold.Test), context.Parallelism);
        return new FoldResult(fold.Test, predictions, metric.ScoreOf(predictions), time, warnings);
    }

    private static void Add(List<string> warnings, string message)
    {
        lock (warnings)
        {
            warnings.Add(message);
        }
    }
}
