using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Training;

/// <summary>Represents what was chosen: one candidate or a weighted vote of several, and the decision threshold.</summary>
internal sealed class Recipe
{
    // A vote is slower and harder to explain than one model; it must be better by this share of the distance between folds.
    private const double LeastGainInDeviations = 0.01;

    // On up to one and a half times the rows of a fold, beside whatever else the machine has to do by then.
    private const double MostInFoldTimes = 2.5;

    // What learns from a sample gains more from further rows than a vote from a further member.
    private const double MoreForSamples = 1.2;

    private readonly Candidate[] _fitted;

    private Recipe(
        IReadOnlyList<(CandidateScores Member, int Weight)> members, Candidate[] fitted, IReadOnlyList<double> foldScores, double? threshold, IReadOnlyList<(double Threshold, double Score)> curve)
    {
        Members = members;
        _fitted = fitted;
        FoldScores = foldScores;
        Threshold = threshold;
        ThresholdCurve = curve;
    }

    internal IReadOnlyList<(CandidateScores Member, int Weight)> Members { get; }

    internal IReadOnlyList<double> FoldScores { get; }

    internal double? Threshold { get; }

    internal IReadOnlyList<(double Threshold, double Score)> ThresholdCurve { get; }

    internal bool IsVote => Members.Count > 1;

    internal double Score => FoldScores.Average();

    internal string Name => IsVote ? "Voting" : Members[0].Member.Candidate.Name;

    internal IReadOnlyList<string> Preparation => IsVote
        ? [.. _fitted.SelectMany(candidate => candidate.Sentences.Select(sentence => $"{candidate.Name}: {sentence}")).Distinct(StringComparer.Ordinal)]
        : _fitted[0].Sentences;

    internal IReadOnlyDictionary<string, string> Hyperparameters => IsVote
        ? new OrderedDictionary<string, string>(Members.SelectMany((pair, i) => Leaderboard.Format(pair.Member.Candidate.Estimator)
            .Select(one => KeyValuePair.Create($"{i + 1}.{pair.Member.Candidate.Name}.{one.Key}", one.Value))
            .Prepend(KeyValuePair.Create($"{i + 1}.{pair.Member.Candidate.Name}.Weight", pair.Weight.ToString()))), StringComparer.Ordinal)
        : Leaderboard.Format(Members[0].Member.Candidate.Estimator);

    /// <summary>Chooses the best candidate, or a vote if that is better by more than chance would have it, and the threshold.</summary>
    /// <param name="ranked">The evaluations, the best first.</param>
    /// <param name="metric">What scored them.</param>
    /// <param name="vote">Whether a vote may be taken.</param>
    /// <param name="mostFitSeconds">The time that one fit of all members of a vote may take, by the time that their folds took.</param>
    /// <param name="rowsOfFit">The number of rows that the fit of a fold learned from.</param>
    internal static Recipe Choose(IReadOnlyList<CandidateScores> ranked, IMetric metric, bool vote, double mostFitSeconds = double.PositiveInfinity, int rowsOfFit = int.MaxValue)
    {
        // What was scored on fewer folds, for want of time or because it was given up, may have been lucky there: it does not stand for choice.
        int most = ranked.Max(one => one.Candidate.IsBaseline ? 1 : one.Folds.Count);
        ranked = [.. ranked.Where(one => one.Folds.Count >= most)];
        CandidateScores best = ranked[0];
        IReadOnlyList<(CandidateScores Member, int Weight)> members = [(best, 1)];
        double[] scores = [.. best.Folds.Select(fold => fold.Score)];
        if (vote && !best.Candidate.IsBaseline)
        {
            (IReadOnlyList<(CandidateScores Member, int Weight)> voters, double[] voteScores) = new VoteSelection(metric, mostFitSeconds).Select(ranked);
            double gain = (voteScores.Average() - best.Score) * (metric.HigherIsBetter ? 1 : -1);
            double spread = double.IsNaN(best.Deviation) ? 0 : best.Deviation;
            if (voters.Count > 1 && gain > LeastGainInDeviations * spread)
            {
                (members, scores) = (voters, voteScores);
            }
        }

        Predictions[] outOfFold = [.. best.Folds.Select((fold, i) => members.Count == 1 ? fold.Predictions : VoteSelection.Mean(members, i))];
        (double? threshold, IReadOnlyList<(double Threshold, double Score)> curve) = ThresholdChoice.Choose(metric, outOfFold);
        double seconds = members.Sum(pair => pair.Member.FitSeconds);
        return new Recipe(members, [.. members.Select(pair => LetGrow(pair.Member, MoreForSamples * mostFitSeconds / seconds, rowsOfFit))], scores, threshold, curve);
    }

    /// <summary>Lets what learns from a sample learn from as many rows as there is time for: it was scored on fewer, as there were many to be scored, and more rows do it good. Its time grows with their square, or less.</summary>
    private static Candidate LetGrow(CandidateScores member, double mostTimes, int rowsOfFit)
    {
        Candidate candidate = member.Candidate;
        double more = Math.Sqrt(Math.Max(1, mostTimes));
        return candidate.IsSampled && double.IsFinite(mostTimes)
            ? candidate with { SampleRows = (int)Math.Min(int.MaxValue, (candidate.SampleRows ?? rowsOfFit) * more) }
            : candidate;
    }

    /// <summary>Fits the chosen candidates. What was cut short when it was scored is cut short here: the model is like the one that was chosen, and comes in time.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="coverage">The chance that intervals or sets are to hold the truth with; null for neither.</param>
    /// <param name="groups">The feature within each of whose values they are to; null for on average.</param>
    internal IPredictiveModel Fit(Dataset data, FitContext context, double? coverage = null, string? groups = null)
    {
        if (!IsVote && Members[0].Member.CutShortAfter is { } time)
        {
            context = context with { Budget = time * MostInFoldTimes };
        }

        IEstimator[] fitted = [.. _fitted.Select(candidate => candidate.Pipeline)];
        double[] weights = [.. Members.Select(pair => (double)pair.Weight)];
        IEstimator estimator = !IsVote ? fitted[0]
            : fitted[0].Task == TaskKind.Classification ? new VotingClassifier { Members = fitted, Weights = weights }
            : new VotingRegressor { Members = fitted, Weights = weights };
        return HeldCoverage.Around(estimator, coverage, groups).FitModel(data, context);
    }
}
