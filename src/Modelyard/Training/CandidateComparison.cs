namespace Modelyard.Training;

/// <summary>Scores candidates with the hyperparameters that they start from, by cross-validation: all on one fold, then the best first on more, so that time runs out on the worst.</summary>
/// <remarks>It goes on to more folds, and to other partings of the rows, only if there is time for the best estimators to be scored on all of them: candidates are compared, and vote, on the same folds.</remarks>
internal sealed class CandidateComparison(FoldRunner runner, SearchClock clock)
{
    // A candidate may take more than its even share of the time, as most take less.
    private const double Generosity = 3;
    private const int EstimatorsOnAllFolds = 4;

    // All on one fold, then the best on more.
    private const int Stages = 2;

    // Of that many rows, one fold tells candidates apart well enough where there is no time for a second one.
    private const int RowsThatSuffice = 2_000;
    private const double NextToNothing = 0.005;

    // Of the whole time, what the first fit of any candidate may take: one that is slow leaves the others time for their further starts.
    private const double MostOfFirstFit = 0.1;

    // Of the whole time, what one fit of a candidate may take that learns from more and more rows; and between what twice the rows cost.
    private const double MostOfOneFit = 0.2;
    private const double LeastCostOfTwice = 2;
    private const double MostCostOfTwice = 4;

    private int LeastFolds => runner.RowsOfScore >= RowsThatSuffice ? 1 : Math.Min(2, runner.FoldsOfOneParting);

    /// <summary>Compares candidates.</summary>
    /// <param name="candidates">The candidates, those first that must not be left out.</param>
    /// <param name="share">The share of the whole time that the comparison may take.</param>
    /// <param name="report">Is told the candidate that comes next, the share of the comparison that is done, and the evaluations so far.</param>
    internal List<CandidateScores> Run(IReadOnlyList<Candidate> candidates, double share, Action<Candidate, double, IReadOnlyList<CandidateScores>> report)
    {
        var evaluations = new List<CandidateScores>();
        for (int i = 0; i < candidates.Count && !clock.WasStopped; i++)
        {
            if (candidates[i].IsVariant && clock.IsTimed && clock.Share >= share / Stages)
            {
                break;
            }

            report(candidates[i], (double)i / candidates.Count / Stages, evaluations);
            var evaluation = new CandidateScores(candidates[i], isTuned: false);
            evaluations.Add(evaluation);

            // Variants are left out where time runs out: they take none from those that are not.
            int left = candidates[i].IsVariant ? candidates.Count - i : candidates.Skip(i).Count(one => !one.IsVariant);
            runner.Advance([evaluation], 1, TimeFor(left, share));
        }

        if (clock.IsTimed)
        {
            Grow(evaluations);
        }

        Continue(evaluations, share, report);
        return evaluations;
    }

    /// <summary>Scores the best on more folds, all of them on equally many.</summary>
    private void Continue(List<CandidateScores> evaluations, double share, Action<Candidate, double, IReadOnlyList<CandidateScores>> report)
    {
        for (int folds = 1; folds < runner.FoldCount && !clock.WasStopped;)
        {
            List<CandidateScores> ranked = CandidateScores.Rank(evaluations, runner.Metric);
            int goal = Goal(folds);
            if (folds >= LeastFolds && !HasTimeForAll(ranked, goal, share))
            {
                runner.KeepFolds(Math.Min(folds, runner.FoldsOfOneParting));
                break;
            }

            for (int i = 0; i < ranked.Count && !clock.WasStopped; i++)
            {
                report(ranked[i].Candidate, (1 + ((folds + ((goal - folds) * ((double)i / ranked.Count))) / runner.FoldCount)) / Stages, evaluations);
                Extend(ranked[i], goal, share, isBest: i == 0);
            }

            folds = goal;
        }
    }

    /// <summary>Lets the best of each estimator that learns from a sample learn from twice the rows, again and again, as long as there is time and it gets better.</summary>
    private void Grow(List<CandidateScores> evaluations)
    {
        IEnumerable<CandidateScores> sampled = CandidateScores.Rank(evaluations, runner.Metric).Where(one => one.Candidate.SampleRows is not null).DistinctBy(one => one.Candidate.Name);
        double most = Math.Min(MostOfOneFit * clock.Whole.TotalSeconds, clock.Remaining.TotalSeconds / (LeastFolds + 1));
        foreach (CandidateScores start in sampled.ToArray())
        {
            CandidateScores best = start;
            double costOfTwice = MostCostOfTwice;
            while (best.Candidate.SampleRows is { } rows && rows < runner.RowsOfFit && !clock.WasStopped)
            {
                int more = Math.Min(rows * 2, runner.RowsOfFit);
                double twices = Math.Log2(more / (double)rows);
                if (Math.Pow(costOfTwice, twices) * best.FitSeconds >= most)
                {
                    break;
                }

                var next = new CandidateScores(best.Candidate with { SampleRows = more < runner.RowsOfFit ? more : null }, isTuned: false);
                runner.Advance([next], 1, clock.Remaining / 2);
                if (next.Folds.Count == 0 || !next.IsBetterThan(best, runner.Metric))
                {
                    break;
                }

                costOfTwice = Math.Clamp(Math.Pow(next.FitSeconds / best.FitSeconds, 1 / twices), LeastCostOfTwice, MostCostOfTwice);
                evaluations[evaluations.IndexOf(best)] = next;
                best = next;
            }
        }
    }

    /// <summary>Gets the number of folds to go on to: a few more of the first parting, so that the time they take is seen before it is spent; the other partings are all or nothing.</summary>
    private int Goal(int folds) =>
        folds >= runner.FoldsOfOneParting ? runner.FoldCount
        : clock.IsTimed ? Math.Min(runner.FoldsOfOneParting, Math.Max(folds + runner.SideBySide, LeastFolds))
        : runner.FoldsOfOneParting;

    /// <summary>Says whether there is time to score all of the best on so many folds: fewer folds for all tell more than all folds for one.</summary>
    private bool HasTimeForAll(List<CandidateScores> ranked, int folds, double share)
    {
        double cost = ranked.DistinctBy(one => one.Candidate.Name).Take(EstimatorsOnAllFolds).Sum(one => CostOf(one, folds));
        return !clock.IsTimed || cost <= Left(share);
    }

    // The first fit of a learner takes longer, for what is compiled then.
    private double CostOf(CandidateScores evaluation, int goal) => evaluation.Folds[^1].FitTime.TotalSeconds * (goal - evaluation.Folds.Count) / runner.SideBySide;

    /// <summary>Gets the seconds that are left of what the comparison may take.</summary>
    private double Left(double share) => (share - clock.Share) * clock.Whole.TotalSeconds;

    /// <summary>Scores a candidate on more folds if there is time: the best one in any case, the others within what the comparison may take.</summary>
    private void Extend(CandidateScores evaluation, int goal, double share, bool isBest)
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
        return TimeSpan.FromSeconds(Math.Max(Math.Min(0.5, whole / 10), Math.Min(MostOfFirstFit * whole, left * Math.Min(1, Generosity / candidatesLeft))));
    }
}
