using System.Diagnostics;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Searches a space for the points with the best scores: asks a strategy for points, tries them, tells it the results, until the budget is used up.</summary>
/// <remarks>
/// Points are chosen and tried in batches of a fixed size, so that the same search gives the same trials on any number of threads. A trial whose fit or metric fails is kept
/// with its reason. With a journal, every trial is written down before it runs and when it has come to its end: a search that was killed goes on where it
/// was, and its trials are those of one that was not.
/// </remarks>
public sealed class Study
{
    // If so many trials fail before one succeeds, something is wrong with all of them.
    private const int MostFailures = 20;

    private readonly SearchSpace _space;
    private readonly ISearchObjective _objective;
    private readonly StudySettings _settings;
    private readonly ITrialJournal? _journal;
    private readonly List<Trial> _trials = [];
    private readonly Lock _lock = new();
    private int _finished;
    private Trial? _best;

    private Study(SearchSpace space, ISearchObjective objective, StudySettings settings, ITrialJournal? journal)
    {
        _space = space;
        _objective = objective;
        _settings = settings;
        _journal = journal;
    }

    /// <summary>Searches.</summary>
    /// <param name="space">What may be chosen from.</param>
    /// <param name="objective">What is made as good as it can.</param>
    /// <param name="settings">How the search is done; null for 50 trials by Bayesian optimisation.</param>
    /// <param name="journal">Where trials are written down, and read if the search was begun before; null for nowhere.</param>
    /// <param name="progress">Who is told of each trial, on the thread that ran it.</param>
    /// <param name="stop">Ends the search; what was found so far is the result.</param>
    /// <returns>The trials and the best of them.</returns>
    /// <exception cref="ModelyardException">The space has no valid point, every trial failed, or the search was stopped before there was a result.</exception>
    public static StudyResult Run(
        SearchSpace space, ISearchObjective objective, StudySettings? settings = null, ITrialJournal? journal = null, IProgress<StudyProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objective);
        settings ??= new StudySettings();
        settings.Check();
        return new Study(space, objective, settings, journal).Run(progress, stop);
    }

    /// <summary>Gets what tells the search from another; the budget is no part of it, so that a search can be gone on with.</summary>
    private string Identity => string.Join(
        '\n',
        $"space: {_space.Text}",
        $"goals: {string.Join(", ", _objective.Goals.Select(goal => $"{goal.Name} {(goal.HigherIsBetter ? "up" : "down")}"))}",
        $"strategy: {_settings.Strategy}",
        $"batches: {_settings.TrialsAtOnce}",
        $"pruning: {_settings.Pruning?.ToString() ?? "none"}",
        $"first: {string.Join("; ", _settings.First.Select(point => point.Text))}",
        $"seed: {_settings.Seed}",
        $"objective: {_objective.Identity}");

    private StudyResult Run(IProgress<StudyProgress>? progress, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var begun = new Queue<Trial>(_journal?.Open(Identity) ?? []);
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (_settings.Budget is { } budget)
        {
            timed.CancelAfter(budget);
        }

        StudyEnd? end = null;
        for (int batch = 0; end is null; batch++)
        {
            Trial[]? trials = Next(begun, batch, timed.Token);
            if (trials is { Length: 0 })
            {
                end = _trials.Count >= _settings.Trials ? StudyEnd.TrialsUsedUp : StudyEnd.Exhausted;
                break;
            }

            bool isWhole = trials is not null && RunBatch(trials, trial => Report(progress, trial, start), timed.Token);
            end = stop.IsCancellationRequested ? StudyEnd.Stopped
                : !isWhole || timed.IsCancellationRequested ? StudyEnd.TimeUsedUp
                : begun.Count == 0 && _settings.EarlyStop?.Ends(_trials, _objective.Goals, _space.Dimensions.Count) == true ? StudyEnd.LittleToGain
                : null;
            CheckFailures();
        }

        return Finish(end!.Value, start);
    }

    /// <summary>Gets the trials of a batch: those that were begun before the search was killed, or new ones; null if the search was stopped meanwhile.</summary>
    private Trial[]? Next(Queue<Trial> begun, int batch, CancellationToken stop)
    {
        if (begun.Count > 0)
        {
            int number = begun.Peek().Batch;
            var own = new List<Trial>();
            while (begun.Count > 0 && begun.Peek().Batch == number && (_settings.Trials is not { } most || _trials.Count + own.Count < most))
            {
                own.Add(begun.Dequeue());
            }

            return [.. own];
        }

        int count = Math.Min(_settings.TrialsAtOnce, (_settings.Trials ?? int.MaxValue) - _trials.Count);
        if (count <= 0)
        {
            return [];
        }

        batch = _trials.Count == 0 ? 0 : Math.Max(batch, _trials[^1].Batch + 1);
        SearchPoint[] first = [.. _settings.First.Skip(_trials.Count).Take(count)];
        if ((first.Length > 0 ? [.. first.Select(point => new SearchProposal(point))] : Ask(count, batch, stop)) is not { } proposals)
        {
            return null;
        }

        Trial[] trials = [.. proposals.Take(count).Select((proposal, i) => new Trial(_trials.Count + i, batch, proposal.Point, proposal.Share)
        {
            ExpectedGain = proposal.ExpectedGain,
            IsDefault = _trials.Count + i == 0 && first.Length > 0,
        })];
        if (trials.Length > 0)
        {
            _journal?.Begin(trials);
        }

        return trials;
    }

    private IReadOnlyList<SearchProposal>? Ask(int count, int batch, CancellationToken stop)
    {
        var history = new TrialHistory(_space, _objective.Goals, _trials);
        var random = new RandomStream(RandomStream.DeriveSeed(_settings.Seed, 0x7365), (ulong)batch);
        try
        {
            return new FitContext { Cancellation = stop }.Within(() => _settings.Strategy.Ask(history, count, random));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Runs the trials of a batch that have no result yet; says whether all came to their ends.</summary>
    private bool RunBatch(Trial[] trials, Action<Trial> report, CancellationToken stop)
    {
        // A trial is judged by the batches before its own, whatever the order in which those of its own come to their ends.
        Trial[] before = [.. _trials];
        var results = new Trial?[trials.Length];
        int sideBySide = Math.Max(1, Math.Min(_settings.Parallelism, trials.Count(trial => trial.State == TrialState.Begun)));
        var context = new FitContext { Seed = RandomStream.DeriveSeed(_settings.Seed, 0x6669), Parallelism = Math.Max(1, _settings.Parallelism / sideBySide), Cancellation = stop };
        try
        {
            ParallelLoop.For(
                trials.Length,
                sideBySide,
                i =>
                {
                    bool isNew = trials[i].State == TrialState.Begun;
                    results[i] = isNew ? Try(trials[i], before, context) : trials[i];
                    if (isNew)
                    {
                        _journal?.End(results[i]!);
                    }

                    report(results[i]!);
                },
                stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What has come to its end counts; the others are begun again when the search goes on.
        }

        _trials.AddRange(results.OfType<Trial>());
        return Array.TrueForAll(results, result => result is not null);
    }

    private Trial Try(Trial trial, Trial[] before, FitContext context)
    {
        long start = Stopwatch.GetTimestamp();
        Trial[] others = Array.FindAll(before, other => other.Share == trial.Share);
        int count = _objective.Steps(trial.Share);
        var steps = new List<IReadOnlyList<double>>(KnownSteps(trial, before, count));
        while (steps.Count < count)
        {
            try
            {
                steps.Add(_objective.Score(trial.Point, trial.Share, steps.Count, context));
            }
            catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
            {
                string where = count == 1 ? "" : $"Fold {steps.Count + 1}: ";
                string what = fault is ModelyardException ? fault.Message : $"{fault.GetType().Name}: {fault.Message}";
                return trial with { State = TrialState.Failed, Reason = where + what, Steps = steps, Time = Stopwatch.GetElapsedTime(start) };
            }

            if (steps[^1].Any(score => !double.IsFinite(score)))
            {
                return trial with { State = TrialState.Failed, Reason = $"The score is '{steps[^1].First(score => !double.IsFinite(score))}' and must be a finite number.", Steps = steps[..^1], Time = Stopwatch.GetElapsedTime(start) };
            }

            if (steps.Count < count && !trial.IsDefault && _settings.Pruning?.GivesUp(_objective.Goals[0], [.. steps.Select(step => step[0])], others) == true)
            {
                return trial with { State = TrialState.Pruned, Steps = steps, Time = Stopwatch.GetElapsedTime(start) };
            }
        }

        return trial with { State = TrialState.Complete, Steps = steps, Time = Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>Finds the steps of a trial that an earlier one of the same point has done: where the resource is folds, those of a smaller share are the first of a larger one.</summary>
    private IReadOnlyList<IReadOnlyList<double>> KnownSteps(Trial trial, Trial[] before, int count) => _objective is CrossValidationObjective { Resource: SearchResource.Folds }
        ? before.Where(other => other.State == TrialState.Complete && other.Point.Equals(trial.Point) && other.Steps.Count <= count).MaxBy(other => other.Steps.Count)?.Steps ?? []
        : [];

    private void Report(IProgress<StudyProgress>? progress, Trial trial, long start)
    {
        lock (_lock)
        {
            _finished++;
            _best = StudyResult.BestOf(_best is null ? [trial] : [_best, trial], _objective.Goals);
            if (progress is null)
            {
                return;
            }

            double share = Math.Max(
                _settings.Trials is { } trials ? _finished / (double)trials : 0,
                _settings.Budget is { } budget ? Stopwatch.GetElapsedTime(start) / budget : 0);
            progress.Report(new StudyProgress(_finished, _settings.Trials, trial, _best, Math.Min(1, share)));
        }
    }

    private void CheckFailures()
    {
        if (_trials.Count >= MostFailures && _trials.TrueForAll(trial => trial.State == TrialState.Failed))
        {
            throw AllFailed();
        }
    }

    private StudyResult Finish(StudyEnd end, long start)
    {
        if (StudyResult.BestOf(_trials, _objective.Goals) is not { } best)
        {
            throw _trials.Count == 0
                ? new ModelyardException(end == StudyEnd.Stopped ? "The search was stopped before a trial had come to its end." : "The time was used up before a trial had come to its end. Give more, or fewer folds.")
                : AllFailed();
        }

        return new StudyResult(_space, _objective.Goals, _trials, best, end) { Duration = Stopwatch.GetElapsedTime(start) };
    }

    private ModelyardException AllFailed()
    {
        IGrouping<string, Trial>[] reasons = [.. _trials.Where(trial => trial.State == TrialState.Failed).GroupBy(trial => trial.Reason, StringComparer.Ordinal).OrderByDescending(group => group.Count())];
        string one = $"{reasons[0].First().Point.Text}: {reasons[0].Key}";
        return new ModelyardException($"{(_trials.Count == 1 ? "The only trial" : $"Every trial of {_trials.Count}")} failed{(reasons.Length == 1 ? "" : $", for {reasons.Length} different reasons")}. {one}");
    }
}
