using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;
using Modelyard.Selection;

namespace Modelyard.Training;

/// <summary>Scores candidates on folds, side by side where the table is small, and always with the same seed for the same fold.</summary>
/// <param name="data">The training rows.</param>
/// <param name="folds">The folds, those of one parting after those of another.</param>
/// <param name="repeats">How often the rows are parted into folds.</param>
/// <param name="metric">What scores.</param>
/// <param name="context">The seed and the number of threads.</param>
/// <param name="clock">What says how much time is left.</param>
internal sealed class FoldRunner(Dataset data, IReadOnlyList<Split> folds, int repeats, IMetric metric, FitContext context, SearchClock clock)
{
    /// <summary>Gets how often the rows are parted into folds.</summary>
    internal int Repeats { get; private set; } = repeats;

    internal int FoldsOfOneParting { get; private set; } = folds.Count / repeats;

    internal int FoldCount => Repeats * FoldsOfOneParting;

    /// <summary>Gets the number of rows that a fit of the first fold learns from.</summary>
    internal int RowsOfFit => folds[0].Train.Length;

    /// <summary>Gets the number of rows that the first fold scores.</summary>
    internal int RowsOfScore => folds[0].Test.Length;

    /// <summary>Gets the number of folds that are scored at once.</summary>
    internal int SideBySide => data.RowCount <= CrossValidation.SmallTable ? Math.Max(1, context.Parallelism) : 1;

    internal IMetric Metric => metric;

    internal Dataset Data => data;

    /// <summary>Leaves it at some folds of the first parting.</summary>
    internal void KeepFolds(int count) => (Repeats, FoldsOfOneParting) = (1, count);

    /// <summary>Scores each evaluation on the folds from its own count up to a goal.</summary>
    /// <param name="evaluations">The evaluations; each receives its results in the order of the folds.</param>
    /// <param name="goal">The number of folds that each is to be scored on.</param>
    /// <param name="time">The time that each fit may take at most; null for no limit.</param>
    internal void Advance(IReadOnlyList<CandidateScores> evaluations, int goal, TimeSpan? time)
    {
        (CandidateScores CandidateScores, int Fold)[] items =
            [.. evaluations.SelectMany(one => Enumerable.Range(one.Folds.Count, Math.Max(0, goal - one.Folds.Count)).Select(fold => (one, fold)))];
        var results = new FoldResult?[items.Length];
        bool sideBySide = data.RowCount <= CrossValidation.SmallTable && items.Length > 1;
        FitContext own = (sideBySide ? context with { Parallelism = 1 } : context) with { Cancellation = clock.Stop };
        ParallelLoop.For(items.Length, sideBySide ? context.Parallelism : 1, i => results[i] = TryScore(items[i].CandidateScores, items[i].Fold, own, time));
        for (int i = 0; i < items.Length; i++)
        {
            // A fold that could not be scored ends the row of folds: scores are compared over the first folds that both have.
            if (results[i] is { } result && items[i].CandidateScores.Folds.Count == items[i].Fold)
            {
                items[i].CandidateScores.Add(result);
            }
        }
    }

    private FoldResult? TryScore(CandidateScores evaluation, int fold, FitContext own, TimeSpan? time)
    {
        if (clock.WasStopped || (evaluation.IsTuned && clock.IsOver))
        {
            return null;
        }

        try
        {
            FitContext limited = time is null ? own : own with { Budget = time };
            FoldResult result = CrossValidation.Evaluate(evaluation.Candidate.Pipeline, data, folds[fold], metric, limited.ForPart((ulong)fold));
            if (result.FitTime >= time)
            {
                evaluation.CutShortAfter = time;
            }

            return result;
        }
        catch (FitBudgetException)
        {
            evaluation.Note = "ran out of time";
            return null;
        }
        catch (OperationCanceledException) when (clock.WasStopped)
        {
            return null;
        }
    }
}
