using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Selection;

namespace Modelyard.Training;

/// <summary>Writes the leaderboard: each candidate once with its defaults, once with its best draw, and the vote.</summary>
internal static class Leaderboard
{
    internal static IReadOnlyList<LeaderboardRow> Of(Recipe recipe, IReadOnlyList<CandidateScores> ranked, IReadOnlyList<CandidateScores> compared, IMetric metric)
    {
        var shown = new List<CandidateScores>();
        int most = ranked.Max(evaluation => evaluation.Folds.Count);

        // Draws that were given up early are in the list of trials, not here.
        foreach (CandidateScores evaluation in ranked.Where(evaluation => !evaluation.IsTuned || evaluation.Folds.Count == most))
        {
            if (!shown.Any(other => other.Candidate.Name == evaluation.Candidate.Name && other.IsTuned == evaluation.IsTuned))
            {
                shown.Add(evaluation);
            }
        }

        var rows = shown.ConvertAll(evaluation => Row(evaluation, recipe));
        if (recipe.IsVote)
        {
            double deviation = FoldStatistics.Deviation(recipe.FoldScores);
            rows.Add(new LeaderboardRow(recipe.Name, recipe.Score, deviation, recipe.FoldScores.Count, recipe.Members.Sum(member => member.Member.FitSeconds))
            {
                IsChosen = true,
                Note = string.Join(" + ", recipe.Members.Select(member => $"{member.Weight} {member.Member.Candidate.Name}")),
                Hyperparameters = recipe.Hyperparameters,
            });
        }

        IEnumerable<LeaderboardRow> ordered = metric.HigherIsBetter ? rows.OrderByDescending(row => row.Score) : rows.OrderBy(row => row.Score);
        return [.. ordered, .. compared.Where(evaluation => evaluation.Folds.Count == 0).Select(evaluation =>
            new LeaderboardRow(evaluation.Candidate.Name, double.NaN, double.NaN, 0, double.NaN) { Note = evaluation.Note ?? "not scored" })];
    }

    internal static IReadOnlyDictionary<string, string> Format(IEstimator estimator) => new OrderedDictionary<string, string>(
        Learning.Hyperparameters.Values(estimator).Select(pair => KeyValuePair.Create(pair.Key, Hyperparameter.Format(pair.Value))), StringComparer.Ordinal);

    private static LeaderboardRow Row(CandidateScores evaluation, Recipe recipe) =>
        new(evaluation.Candidate.Name, evaluation.Score, evaluation.Deviation, evaluation.Folds.Count, evaluation.FitSeconds)
        {
            IsTuned = evaluation.IsTuned,
            IsChosen = !recipe.IsVote && ReferenceEquals(recipe.Members[0].Member, evaluation),
            Note = evaluation.Note ?? "",
            Hyperparameters = Format(evaluation.Candidate.Estimator),
        };
}
