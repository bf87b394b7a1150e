using Modelyard.Learning;
using Modelyard.Metrics;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Estimates by how much the score of the best of many candidates is too good because it is the best.</summary>
/// <remarks>
/// Predictions that cross-validation made anyway are drawn again: on the rows drawn a candidate is chosen, on those left out it is scored. No fit is repeated.
/// Source: Tsamardinos, Greasidou and Borboudakis (2018), Bootstrapping the out-of-sample predictions for efficient and accurate cross-validation, Machine Learning 107.
/// </remarks>
public static class SelectionBias
{
    /// <summary>Corrects the score of the best candidate.</summary>
    /// <param name="candidates">The out-of-fold predictions of each candidate, of the same rows in the same order.</param>
    /// <param name="metric">The metric that chooses.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="replicates">The number of replicates, at least 1.</param>
    /// <param name="confidence">The chance that the interval holds the score of what is chosen so, between 0 and 1.</param>
    /// <returns>The corrected score with its interval, and the score that the best candidate seems to have.</returns>
    /// <exception cref="ModelyardException">There is no candidate, or they were not asked for the same rows.</exception>
    public static (ScoreInterval Corrected, double Apparent) Correct(
        IReadOnlyList<Predictions> candidates, IMetric metric, FitContext context, int replicates = 500, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        if (candidates.Count == 0 || candidates.Any(one => one.Count != candidates[0].Count))
        {
            throw new ModelyardException($"There are '{candidates.Count}' candidates with '{string.Join("', '", candidates.Select(one => one.Count).Distinct())}' rows; there must be one or more, all asked for the same rows.");
        }

        double sign = metric.HigherIsBetter ? 1 : -1;
        Reweighted[] prepared = [.. candidates.Select(candidate => Bootstrap.Prepare(metric, candidate))];
        double[] given = candidates[0].Weights.ToArray();
        int rows = candidates[0].Count;
        double[] scores = new double[replicates];
        ParallelLoop.For(
            replicates,
            context.Parallelism,
            replicate =>
            {
                double[] drawn = new double[rows], left = new double[rows];
                Bootstrap.Draw(context.Random((ulong)replicate), null, drawn);
                for (int row = 0; row < rows; row++)
                {
                    double weight = given.Length == 0 ? 1 : given[row];
                    left[row] = drawn[row] == 0 ? weight : 0;
                    drawn[row] *= weight;
                }

                int best = Best([.. prepared.Select(score => sign * score(drawn))]);
                scores[replicate] = best < 0 ? double.NaN : prepared[best](left);
            },
            context.Cancellation);
        double[] finite = Array.FindAll(scores, double.IsFinite);
        double[] whole = [.. prepared.Select((score, i) => score(candidates[i].Weights))];
        int apparent = Best(Array.ConvertAll(whole, score => sign * score));
        return (Bootstrap.Summarize(finite.DefaultIfEmpty(double.NaN).Average(), finite, confidence), apparent < 0 ? double.NaN : whole[apparent]);
    }

    private static int Best(double[] scores)
    {
        int best = -1;
        for (int i = 0; i < scores.Length; i++)
        {
            best = double.IsFinite(scores[i]) && (best < 0 || scores[i] > scores[best]) ? i : best;
        }

        return best;
    }
}
