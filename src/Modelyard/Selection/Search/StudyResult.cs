namespace Modelyard.Selection.Search;

/// <summary>Represents what a search found.</summary>
/// <param name="Space">The space.</param>
/// <param name="Goals">The goals, the most important first.</param>
/// <param name="Trials">The trials in the order of their numbers.</param>
/// <param name="Best">The trial with the best mean score in the first goal, of those that had most of the resource; of equal ones that which is best in the next.</param>
/// <param name="End">Why the search ended.</param>
public sealed record StudyResult(SearchSpace Space, IReadOnlyList<SearchGoal> Goals, IReadOnlyList<Trial> Trials, Trial Best, StudyEnd End)
{
    /// <summary>Gets how long the search took; of one that was gone on with, the last part.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the trial of the settings as they were before the search; null if there was none, or it failed.</summary>
    public Trial? Default => Trials.FirstOrDefault(trial => trial.IsDefault && trial.State == TrialState.Complete);

    /// <summary>Gets the trials that no other one beats in every goal, the best in the first goal first. With one goal it is the best alone.</summary>
    public IReadOnlyList<Trial> Front
    {
        get
        {
            Trial[] complete = [.. WithMost(Trials)];
            double[][] losses = [.. complete.Select(trial => trial.Scores.Zip(Goals, (score, goal) => goal.Loss(score)).ToArray())];
            return [.. Ordered(ParetoFront.Of(losses).Select(i => complete[i]), Goals)];
        }
    }

    /// <summary>Gets the trials that were scored to their ends with most of the resource, the best in the first goal first.</summary>
    public IReadOnlyList<Trial> Ranked => [.. Ordered(WithMost(Trials), Goals)];

    /// <summary>Gets the trials that were scored with less of the resource, those with more of it first; their scores do not compare with others.</summary>
    public IReadOnlyList<Trial> RankedBelow => [.. Trials.Where(trial => trial.State == TrialState.Complete).Except(WithMost(Trials))
        .OrderByDescending(trial => trial.Share).ThenBy(trial => Goals[0].Loss(trial.Scores[0])).ThenBy(trial => trial.Number)];

    /// <summary>Gets the greatest share of the resource that trials of the search itself were scored with; 1 if there are none.</summary>
    internal double SearchedShare => Trials.Where(trial => trial.State == TrialState.Complete && !trial.IsDefault).Select(trial => trial.Share).DefaultIfEmpty(1).Max();

    internal static Trial? BestOf(IReadOnlyList<Trial> trials, IReadOnlyList<SearchGoal> goals) => Ordered(WithMost(trials), goals).FirstOrDefault();

    /// <summary>Orders trials by the first goal; of equal ones, as many are where a score counts right answers, by the next.</summary>
    private static IEnumerable<Trial> Ordered(IEnumerable<Trial> trials, IReadOnlyList<SearchGoal> goals) => goals.Select((_, i) => i)
        .Aggregate(trials.OrderBy(_ => 0), (ordered, goal) => ordered.ThenBy(trial => WithoutRounding(goals[goal].Loss(trial.Scores[goal]))))
        .ThenBy(trial => trial.Number);

    /// <summary>Keeps twelve digits of a mean, as the same scores of folds in another order differ in the last.</summary>
    private static double WithoutRounding(double loss)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(loss))) - 11);
        return double.IsNormal(unit) ? Math.Round(loss / unit) * unit : loss;
    }

    private static IEnumerable<Trial> WithMost(IReadOnlyList<Trial> trials)
    {
        Trial[] complete = [.. trials.Where(trial => trial.State == TrialState.Complete)];
        double most = complete.Select(trial => trial.Share).DefaultIfEmpty(1).Max();
        return complete.Where(trial => trial.Share == most);
    }
}
