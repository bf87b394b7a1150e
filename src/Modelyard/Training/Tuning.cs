using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Training;

/// <summary>Tunes the best candidates by random search with successive halving: many draws on one fold, the better third on more, the best of those on all.</summary>
/// <remarks>Source: Jamieson and Talwalkar (2016), Non-stochastic Best Arm Identification and Hyperparameter Optimization; the resource is folds.</remarks>
internal sealed class Tuning(FoldRunner runner, FitContext context, SearchClock clock)
{
    private const int BracketSize = 9;
    private const int Reduction = 3;

    // Most optima lie near the defaults: each hyperparameter is drawn anew with this probability and keeps its default otherwise.
    private const double DrawProbability = 0.6;

    // Of the whole time, what one fit of a draw may take: the chosen one is fitted twice more, on more rows.
    private const double MostOfOneFit = 0.2;

    // Of six draws in turn, the best candidate gets three, the next two, the one after one.
    private static readonly int[] Turns = [0, 1, 0, 2, 0, 1];

    /// <summary>Tunes, bracket after bracket, until the trials or the time are used up.</summary>
    /// <param name="best">The candidates to tune, the best first.</param>
    /// <param name="trials">The number of draws; null for as many as the time allows.</param>
    /// <param name="report">Is told after each bracket how many draws are done, and all evaluations so far.</param>
    /// <returns>Every draw that was scored.</returns>
    internal List<CandidateScores> Run(IReadOnlyList<Candidate> best, int? trials, Action<int, IReadOnlyList<CandidateScores>> report)
    {
        Candidate[] tunable = [.. best.Where(candidate => Hyperparameters.Of(candidate.Estimator).Any(one => one.IsSearched))];
        var all = new List<CandidateScores>();
        while (tunable.Length > 0 && !clock.IsOver && (trials is null || all.Count < trials))
        {
            int size = Math.Min(BracketSize, (trials ?? int.MaxValue) - all.Count);
            int first = all.Count;
            CandidateScores[] bracket = [.. Enumerable.Range(first, size).Select(trial => new CandidateScores(Draw(tunable[Math.Min(Turns[trial % Turns.Length], tunable.Length - 1)], trial), isTuned: true))];
            all.AddRange(bracket);
            RunBracket(bracket);
            report(all.Count, all);
        }

        all.RemoveAll(evaluation => evaluation.Folds.Count == 0);
        return all;
    }

    private void RunBracket(IReadOnlyList<CandidateScores> bracket)
    {
        // One fold of a few rows says too little to give a draw up.
        for (int goal = runner.Repeats; ; goal = Math.Min(runner.FoldCount, goal * Reduction))
        {
            runner.Advance(bracket, goal, clock.IsTimed ? TimeSpan.FromSeconds(Math.Min(clock.Remaining.TotalSeconds, MostOfOneFit * clock.Whole.TotalSeconds)) : null);
            if (goal == runner.FoldCount || clock.IsOver)
            {
                return;
            }

            List<CandidateScores> ranked = CandidateScores.Rank(bracket, runner.Metric);
            bracket = [.. ranked.Take((ranked.Count + Reduction - 1) / Reduction)];
        }
    }

    private Candidate Draw(Candidate candidate, int trial)
    {
        RandomStream random = context.ForPart(0x7472).Random((ulong)trial);
        var values = new List<KeyValuePair<string, object?>>();
        foreach (Hyperparameter hyperparameter in Hyperparameters.Of(candidate.Estimator).Where(one => one.IsSearched))
        {
            if (random.NextDouble() < DrawProbability)
            {
                values.Add(KeyValuePair.Create(hyperparameter.Name, hyperparameter.Draw(ref random)));
            }
        }

        return candidate with { Estimator = Hyperparameters.With(candidate.Estimator, values) };
    }
}
