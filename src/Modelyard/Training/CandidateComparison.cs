namespace Modelyard.Training;

/// <summary>Scores candidates with the hyperparameters that they start from, by cross-validation: all on one fold, then the best first on more, so that time runs out on the worst.</summary>
/// <remarks>The rows are parted into folds more than once only if there is time for the best estimators to be scored on all of them: candidates are compared, and vote, on the same folds.</remarks>
internal sealed class CandidateComparison(FoldRunner runner, SearchClock clock)
{
    // A candidate may take more than its even share of the time, as most take less.
    private const double Generosity = 3;
    private const int EstimatorsOnAllFolds = 4;
    private const double NextToNothing = 0.005;

    /// <summary>Compares candidates.</summary>
    /// <param name="candidates">The candidates, those first that must not be left out.</param>
    /// <param name="share">The share of the whole time that the comparison may take.</param>
    /// <param name="report">Is told the candidate that comes next, the share of the comparison that is done, and the evaluations so far.</param>
    internal List<Evaluation> Run(IReadOnlyList<Candidate> candidates, double share, Action<Candidate, double, IReadOnlyList<Evaluation>> report)
    {
        var evaluations = new List<Evaluation>();
        int[] goals = [.. new[] { 1, runner.FoldsOfOneParting, runner.FoldCount }.Distinct()];
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
            if (goals[round] > runner.FoldsOfOneParting && !HasTimeForAll(ranked, share))
            {
                runner.PartOnce();
                break;
            }

            for (int i = 0; i < ranked.Count && !clock.WasStopped; i++)
            {
                report(ranked[i].Candidate, (round + ((double)i / ranked.Count)) / goals.Length, evaluations);
                Extend(ranked[i], goals[round], share, isBest: i == 0);
            }
        }

        return evaluations;
    }

    private bool HasTimeForAll(List<Evaluation> ranked, double share)
    {
        double cost = ranked.DistinctBy(one => one.Candidate.Name).Take(EstimatorsOnAllFolds).Sum(one => CostOf(one, runner.FoldCount));
        return !clock.IsTimed || cost <= Left(share);
    }

    private double CostOf(Evaluation evaluation, int goal) => evaluation.FitSeconds * (goal - evaluation.Folds.Count) / runner.SideBySide;

    /// <summary>Gets the seconds that are left of what the comparison may take.</summary>
    private double Left(double share) => (share - clock.Share) * clock.Whole.TotalSeconds;

    /// <summary>Scores a candidate on more folds if there is time: the best one in any case, the others within what the comparison may take.</summary>
    private void Extend(Evaluation evaluation, int goal, double share, bool isBest)
    {
        if (clock.IsTimed)
        {
            double left = isBest ? clock.Remaining.TotalSeconds : Math.Max(Left(share), clock.Whole.TotalSeconds * NextToNothing);
            if (CostOf(evaluation, goal) > left)
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

        double whole = clock.Whole.TotalSeconds;
        double left = (whole * share) - clock.Elapsed.TotalSeconds;
        return TimeSpan.FromSeconds(Math.Max(Math.Min(0.5, whole / 10), left * Math.Min(1, Generosity / candidatesLeft)));
    }
}
