namespace Modelyard.Selection.Search;

/// <summary>Represents the rule by which a search ends before its budget: when little is to be gained any more.</summary>
/// <remarks>
/// It needs a strategy that says what it expects, as <see cref="GaussianProcessSearch"/> does; others use up their budgets. What is expected may stay above the least gain where there is nothing to find, as much is unknown far from what was tried:
/// so the search also ends when many trials in a row have gained nothing to speak of, beside how uncertain the best score is.
/// </remarks>
public sealed record EarlyStop
{
    /// <summary>Gets the expected gain, in standard deviations of the losses, below which a batch counts as not worth its time.</summary>
    public double LeastGain { get; init; } = 0.01;

    /// <summary>Gets the number of batches in a row that must not be worth their time, 1 or more.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>Gets the number of trials for each axis of the space before which the search does not end: of fewer, what is expected means little. 0 or more.</summary>
    public int TrialsOfAxis { get; init; } = 6;

    /// <summary>Gets the number of trials in a row that must have gained less than <see cref="LeastShareOfError"/>, 1 or more.</summary>
    public int TrialsWithoutGain { get; init; } = 30;

    /// <summary>Gets the gain, as a share of the standard error of the best score, below which trials count as having gained nothing.</summary>
    public double LeastShareOfError { get; init; } = 0.05;

    /// <summary>Says whether a search is to end.</summary>
    /// <param name="trials">The trials so far.</param>
    /// <param name="goals">What is scored; a search for several goals ends by what is expected alone.</param>
    /// <param name="axes">The number of axes of the space.</param>
    internal bool Ends(IReadOnlyList<Trial> trials, IReadOnlyList<SearchGoal> goals, int axes) => trials.Count >= TrialsOfAxis * axes && (ExpectsLittle(trials) || (goals.Count == 1 && trials.Any(trial => double.IsFinite(trial.ExpectedGain)) && HasGainedNothing(trials, goals[0])));

    private bool HasGainedNothing(IReadOnlyList<Trial> trials, SearchGoal goal)
    {
        int before = trials.Count - TrialsWithoutGain;
        Trial[] complete = [.. trials.Where(trial => trial.State == TrialState.Complete && trial.Share == 1)];
        Trial? best = complete.MinBy(trial => goal.Loss(trial.Scores[0])), earlier = complete.Where(trial => trial.Number < before).MinBy(trial => goal.Loss(trial.Scores[0]));

        // Scores of the same folds rise and fall together, so that their differences are far surer than the scores: of the error a small share counts.
        return best is not null && earlier is not null && goal.Loss(earlier.Scores[0]) - goal.Loss(best.Scores[0]) <= LeastShareOfError * best.Deviation() / Math.Sqrt(best.Steps.Count);
    }

    private bool ExpectsLittle(IReadOnlyList<Trial> trials)
    {
        double[] gains = [.. trials.GroupBy(trial => trial.Batch).TakeLast(Patience).Select(batch => batch.Max(trial => trial.ExpectedGain))];
        return gains.Length == Patience && Array.TrueForAll(gains, gain => gain < LeastGain);
    }
}
