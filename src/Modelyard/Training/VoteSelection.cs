using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Training;

/// <summary>Finds the weighted vote of evaluated candidates that scores best on the rows that none of them was fitted on.</summary>
/// <remarks>
/// Starts from the best candidate and adds, with replacement, whichever makes the best vote, the best candidate once more if nothing else does: the others
/// then weigh less. A candidate's weight is how often it had been added when the vote was at its best. Where right labels or ranks are
/// scored, how far the probabilities are off counts too.
/// Source: Caruana, Niculescu-Mizil, Crew and Ksikes (2004), Ensemble Selection from Libraries of Models, ICML.
/// </remarks>
/// <param name="metric">What scores a vote.</param>
/// <param name="mostFitSeconds">The time that a fit of all members may take, by the time that their folds took.</param>
internal sealed class VoteSelection(IMetric metric, double mostFitSeconds = double.PositiveInfinity)
{
    private const int MostRounds = 12;
    private const int MostRoundsWithoutGain = 3;
    private const int MostMembers = 4;
    private const int MostConsidered = 16;

    // Right labels and ranks change by whole rows, so that of many votes tried on few rows one is luckily best, and neither says whether the probabilities
    // can be believed. How far those are off changes with every row.
    private static readonly IMetric Smooth = MetricCatalogue.Find("brier", TaskKind.Classification);

    // Those that err alike help each other little: not all that are considered may be of one kind.
    private const int MostConsideredOfOneEstimator = 4;

    /// <summary>Finds the vote.</summary>
    /// <param name="ranked">The evaluations, the best first; only those with as many folds as the first one take part.</param>
    /// <returns>The members with their weights, and the score of their vote fold by fold.</returns>
    internal (IReadOnlyList<(CandidateScores Member, int Weight)> Members, double[] FoldScores) Select(IReadOnlyList<CandidateScores> ranked)
    {
        CandidateScores[] pool = [.. Considered(ranked).Take(MostConsidered)];
        if (pool.Length == 0)
        {
            return ([(ranked[0], 1)], [.. ranked[0].Folds.Select(fold => fold.Score)]);
        }

        int[] weights = new int[pool.Length];
        weights[0] = 1;
        Matrix[] sums = [.. pool[0].Folds.Select(fold => Values(fold.Predictions).Copy())];
        (double Worth, double[] Scores) best = Score(pool[0], sums, 1);
        int[] bestWeights = [.. weights];
        for (int total = 1, withoutGain = 0; total < MostRounds && withoutGain < MostRoundsWithoutGain; total++)
        {
            int chosen = 0;
            (double Worth, double[] Scores) next = Score(pool[0], [.. sums.Select((sum, fold) => Add(sum, Values(pool[0].Folds[fold].Predictions)))], total + 1);
            for (int i = 1; i < pool.Length; i++)
            {
                if (weights[i] == 0 && !MayJoin(pool, weights, i))
                {
                    continue;
                }

                (double Worth, double[] Scores) tried = Score(pool[0], [.. sums.Select((sum, fold) => Add(sum, Values(pool[i].Folds[fold].Predictions)))], total + 1);
                if (tried.Worth > next.Worth)
                {
                    (chosen, next) = (i, tried);
                }
            }

            weights[chosen]++;
            sums = [.. sums.Select((sum, fold) => Add(sum, Values(pool[chosen].Folds[fold].Predictions)))];
            withoutGain++;
            if (next.Worth > best.Worth)
            {
                (best, bestWeights, withoutGain) = (next, [.. weights], 0);
            }
        }

        return ([.. pool.Select((member, i) => (member, bestWeights[i])).Where(pair => pair.Item2 > 0)], best.Scores);
    }

    private static IEnumerable<CandidateScores> Considered(IReadOnlyList<CandidateScores> ranked)
    {
        var ofEstimator = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (CandidateScores one in ranked.Where(one => !one.Candidate.IsBaseline && one.CutShortAfter is null && one.Folds.Count == ranked[0].Folds.Count))
        {
            int before = ofEstimator.GetValueOrDefault(one.Candidate.Name);
            ofEstimator[one.Candidate.Name] = before + 1;
            if (before < MostConsideredOfOneEstimator)
            {
                yield return one;
            }
        }
    }

    private bool MayJoin(CandidateScores[] pool, int[] weights, int candidate)
    {
        IEnumerable<CandidateScores> members = pool.Where((_, i) => weights[i] > 0);
        return members.Count() < MostMembers && members.Sum(member => member.FitSeconds) + pool[candidate].FitSeconds <= mostFitSeconds;
    }

    /// <summary>Scores a vote fold by fold, and says what it is worth: the more the better.</summary>
    private (double Worth, double[] Scores) Score(CandidateScores truth, Matrix[] sums, int count)
    {
        double[] scores = new double[sums.Length];
        double off = 0;
        for (int fold = 0; fold < sums.Length; fold++)
        {
            Predictions vote = With(truth.Folds[fold].Predictions, sums[fold], count);
            scores[fold] = metric.Score(vote);
            off += metric.Name is "accuracy" or "roc-auc" ? Smooth.Score(vote) / sums.Length : 0;
        }

        return ((metric.HigherIsBetter ? scores.Average() : -scores.Average()) - off, scores);
    }

    /// <summary>Joins the truth of some predictions with the mean of others.</summary>
    internal static Predictions With(Predictions truth, Matrix sums, double count, double? threshold = null)
    {
        var mean = new Matrix(sums.Rows, sums.Columns);
        for (int i = 0; i < mean.AsSpan().Length; i++)
        {
            mean.AsSpan()[i] = sums.AsSpan()[i] / count;
        }

        double[]? weights = truth.Weights.IsEmpty ? null : truth.Weights.ToArray();
        return truth.Task == TaskKind.Regression
            ? Predictions.OfNumbers(truth.Target.ToArray(), mean.AsSpan().ToArray(), weights)
            : Predictions.OfProbabilities(truth.Labels.ToArray(), mean, truth.Classes, threshold, weights);
    }

    /// <summary>Gets what is averaged: the probabilities, or the numbers as one column.</summary>
    internal static Matrix Values(Predictions predictions) =>
        predictions.Probabilities ?? new Matrix(predictions.Predicted.ToArray(), predictions.Count, 1);

    /// <summary>Computes the weighted mean of what members predict for the rows of a fold.</summary>
    internal static Predictions Mean(IReadOnlyList<(CandidateScores Member, int Weight)> members, int fold)
    {
        Predictions truth = members[0].Member.Folds[fold].Predictions;
        var sum = new Matrix(truth.Count, Math.Max(1, truth.Classes.Count));
        foreach ((CandidateScores member, int weight) in members)
        {
            AddTo(sum, Values(member.Folds[fold].Predictions), weight);
        }

        return With(truth, sum, members.Sum(pair => pair.Weight));
    }

    private static Matrix Add(Matrix sum, Matrix other)
    {
        Matrix result = sum.Copy();
        AddTo(result, other, 1);
        return result;
    }

    private static void AddTo(Matrix sum, Matrix other, double weight)
    {
        for (int row = 0; row < other.Rows; row++)
        {
            VectorKernels.Axpy(weight, other.Row(row), sum.Row(row));
        }
    }
}
