namespace Modelyard.Training;

/// <summary>Scores candidates with the hyperparameters that they start from, by cross-validation: all on one fold, then the best first on more, so that time runs out on the worst.</summary>
internal sealed class CandidateComparison(FoldRunner runner, SearchClock clock)
{
    // A candidate may take more than its even share of the time, as most take less.
    private const double Generosity = 3;
    private const int MostFoldsAtOnce = 5;

    /// <summary>Compares candidates.</summary>
    /// <param name="candidates">The candidates, those first that must not be left out.</param>
    /// <param name="share">The share of the whole time that the comparison may take.</param>
    /// <param name="report">Is told the candidate that comes next, the share of the comparison that is done, and the evaluations so far.</param>
    internal List<Evaluation> Run(IReadOnlyList<Candidate> candidates, double share, Action<Candidate, double, IReadOnlyList<Evaluation>> report)
    {
        var evaluations = new List<Evaluation>();
        int[] goals = [.. new[] { 1, MostFoldsAtOnce, runner.FoldCount }.Where(goal => goal <= runner.FoldCount).Distinct().Order()];
        for (int i = 0; i < candidates.Count && !clock.WasStopped; i++)
        {
            if (candidates[i].IsVariant && clock.IsTimed && clock.Share >= share / goals.Length)
            {
                break;
            }

            report(candidates[i], (double)i / candidates.Count / goals.Length, evaluations);
            var evaluation = new Evaluation(candidates[i], isTuned: false);
            evaluations.Add(evaluation);
            runner.Advance([evaluation], 1, TimeFor(candidates.Count - i, share));
        }

        for (int round = 1; round < goals.Length; round++)
        {
            List<Evaluation> ranked = Evaluation.Rank(evaluations, runner.Metric);
            for (int i = 0; i < ranked.Count && !clock.WasStopped; i++)
            {
                report(ranked[i].Candidate, (round + ((double)i / ranked.Count)) / goals.Length, evaluations);
                Extend(ranked[i], goals[round], share, isBest: i == 0);
            }
        }

        return evaluations;
    }

    /// <summary>Scores a candidate on more folds if there is time: the best one in any case, the others within what the comparison may take.</summary>
    private void Extend(Evaluation evaluation, int goal, double share, bool isBest)
    {
        if (clock.IsTimed)
        {
            double left = isBest ? clock.Remaining.TotalSeconds : (share - clock.Share) * (clock.Elapsed + clock.Remaining).TotalSeconds;
            double cost = evaluation.FitSeconds * (goal - evaluation.Folds.Count) / runner.SideBySide;
            if (cost > left)
            {
                evaluation.Note = evaluation.Folds.Count == 1 ? "scored on one fold for want of time" : $"scored on {evaluation.Folds.Count} folds for want of time";
                return;
            }
        }

        runner.Advance([evaluation], goal, clock.IsTimed ? clock.Remaining : null);
    }

    private TimeSpan? TimeFor(int candidatesLeft, double share)
    {
        if (!clock.IsTimed)
        {
            return null;
        }

        double whole = (clock.Elapsed + clock.Remaining).TotalSeconds;
        double left = (whole * share) - clock.Elapsed.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Max(Math.Min(0.5, whole / 10), left * Math.Min(1, Generosity / candidatesLeft)));
    }
}
