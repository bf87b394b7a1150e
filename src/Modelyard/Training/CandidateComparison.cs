namespace Modelyard.Training;

/// <summary>Scores every candidate with its default hyperparameters by cross-validation.</summary>
internal sealed class CandidateComparison(FoldRunner runner, SearchClock clock)
{
    // A candidate may take more than its even share of the time, as most take less.
    private const double Generosity = 3;

    /// <summary>Compares candidates.</summary>
    /// <param name="candidates">The candidates, those first that must not be left out.</param>
    /// <param name="share">The share of the whole time that the comparison may take.</param>
    /// <param name="report">Is told the candidate that comes next, its position, and the evaluations so far.</param>
    internal List<Evaluation> Run(IReadOnlyList<Candidate> candidates, double share, Action<Candidate, int, IReadOnlyList<Evaluation>> report)
    {
        var evaluations = new List<Evaluation>();
        for (int i = 0; i < candidates.Count && !clock.WasStopped; i++)
        {
            report(candidates[i], i, evaluations);
            var evaluation = new Evaluation(candidates[i], isTuned: false);
            evaluations.Add(evaluation);
            TimeSpan? time = TimeFor(candidates.Count - i, share);

            // The first fold tells how long the others will take.
            runner.Advance([evaluation], 1, time);
            if (evaluation.Folds.Count == 1 && runner.FoldCount > 1)
            {
                if (time is { } limit && evaluation.Folds[0].FitTime * (runner.FoldCount - 1) / runner.SideBySide > limit)
                {
                    evaluation.Note = "scored on one fold for want of time";
                }
                else
                {
                    runner.Advance([evaluation], runner.FoldCount, time);
                }
            }
        }

        return evaluations;
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
