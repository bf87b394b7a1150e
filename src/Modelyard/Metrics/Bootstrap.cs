using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Metrics;

/// <summary>Computes intervals on scores by drawing the rows again, with replacement.</summary>
/// <remarks>
/// A replicate is a set of counts by which rows weigh, so ranks and losses are found once for all replicates. Replicate i draws from the stream (seed, i): the
/// interval is the same for any number of threads. The interval holds the middle of the replicates' scores (percentile method); replicates whose score is not
/// defined are left out. Where all replicates score alike, as those of predictions without a fault do, they do not show how sure the score is: the interval of a share of rows is then Wilson's,
/// and that of another score is not defined. Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
/// </remarks>
public static class Bootstrap
{
    private const double Alike = 1e-12;

    /// <summary>Computes the interval on one metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="replicates">The number of replicates, at least 1.</param>
    /// <param name="confidence">The chance that the interval holds the score of the population, between 0 and 1.</param>
    /// <param name="stratified">Whether each class keeps its number of rows.</param>
    /// <returns>The interval.</returns>
    public static ScoreInterval Interval(IMetric metric, Predictions predictions, FitContext context, int replicates = 500, double confidence = 0.95, bool stratified = false) =>
        Intervals([metric], predictions, context, replicates, confidence, stratified)[0];

    /// <summary>Computes the intervals on several metrics from the same replicates, which costs little more than one.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="replicates">The number of replicates, at least 1.</param>
    /// <param name="confidence">The chance that an interval holds the score of the population, between 0 and 1.</param>
    /// <param name="stratified">Whether each class keeps its number of rows.</param>
    /// <returns>One interval for each metric, in order.</returns>
    public static IReadOnlyList<ScoreInterval> Intervals(
        IReadOnlyList<IMetric> metrics, Predictions predictions, FitContext context, int replicates = 500, double confidence = 0.95, bool stratified = false)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"The confidence is '{confidence}' and must lie between 0 and 1.");
        }

        Reweighted[] prepared = [.. metrics.Select(metric => Prepare(metric, predictions))];
        double[] values = [.. prepared.Select(score => score(predictions.Weights))];
        if (predictions.Count == 0)
        {
            return [.. values.Select(value => new ScoreInterval(double.NaN, double.NaN) { Value = value })];
        }

        double[,] scores = Replicate(prepared, predictions, context, replicates, stratified);
        return [.. values.Select((value, metric) => Summarize(metrics[metric], predictions, value, [.. Enumerable.Range(0, replicates).Select(i => scores[metric, i]).Where(double.IsFinite)], confidence))];
    }

    /// <summary>Computes the intervals on two models' scores of the same rows, and on their differences: rows that are hard for both do not widen these.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="first">The predictions of the first model.</param>
    /// <param name="second">The predictions of the second, of the same rows in the same order.</param>
    /// <param name="context">The seed, the number of threads, and cancellation.</param>
    /// <param name="replicates">The number of replicates, at least 1.</param>
    /// <param name="confidence">The chance that an interval holds the truth, between 0 and 1.</param>
    /// <returns>For each metric, in order: both scores, the first less the second, and what that is in each replicate.</returns>
    internal static IReadOnlyList<(ScoreInterval First, ScoreInterval Second, ScoreInterval Difference, double[] Differences)> Paired(
        IReadOnlyList<IMetric> metrics, Predictions first, Predictions second, FitContext context, int replicates = 500, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        Reweighted[] prepared = [.. metrics.Select(metric => Prepare(metric, first)), .. metrics.Select(metric => Prepare(metric, second))];
        double[,] scores = Replicate(prepared, first, context, replicates, stratified: false);
        return [.. metrics.Select((_, metric) =>
        {
            int other = metrics.Count + metric;
            double own = prepared[metric](first.Weights), theirs = prepared[other](second.Weights);
            double[] Finite(Func<int, double> score) => [.. Enumerable.Range(0, replicates).Select(score).Where(double.IsFinite)];
            double[] differences = Finite(i => scores[metric, i] - scores[other, i]);
            return (
                Summarize(metrics[metric], first, own, Finite(i => scores[metric, i]), confidence),
                Summarize(metrics[metric], second, theirs, Finite(i => scores[other, i]), confidence),
                Summarize(own - theirs, differences, confidence),
                differences);
        })];
    }

    /// <summary>Scores under the counts of each replicate: scores x replicates.</summary>
    private static double[,] Replicate(Reweighted[] prepared, Predictions predictions, FitContext context, int replicates, bool stratified)
    {
        int[][]? strata = stratified && predictions.Task == TaskKind.Classification ? Strata(predictions) : null;
        double[,] scores = new double[prepared.Length, replicates];
        ParallelLoop.For(
            replicates,
            context.Parallelism,
            replicate =>
            {
                double[] rented = ArrayPool<double>.Shared.Rent(predictions.Count);
                Span<double> weights = rented.AsSpan(0, predictions.Count);
                Draw(context.Random((ulong)replicate), strata, weights);
                for (int row = 0; !predictions.Weights.IsEmpty && row < weights.Length; row++)
                {
                    weights[row] *= predictions.Weights[row];
                }

                for (int score = 0; score < prepared.Length; score++)
                {
                    scores[score, replicate] = prepared[score](weights);
                }

                ArrayPool<double>.Shared.Return(rented);
            },
            context.Cancellation);
        return scores;
    }

    /// <summary>Prepares the scoring of predictions under many weights.</summary>
    internal static Reweighted Prepare(IMetric metric, Predictions predictions)
    {
        if (metric is MetricDefinition definition)
        {
            definition.Check(predictions);
            return definition.Prepare(predictions);
        }

        return weights => metric.Score(weights.IsEmpty ? predictions.WithWeights(null) : predictions.WithWeights(weights.ToArray()));
    }

    /// <summary>Draws how often each row is in a replicate; with strata, from its own.</summary>
    internal static void Draw(RandomStream random, int[][]? strata, Span<double> counts)
    {
        counts.Clear();
        if (strata is null)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                counts[random.NextInt(counts.Length)]++;
            }

            return;
        }

        foreach (int[] stratum in strata)
        {
            for (int i = 0; i < stratum.Length; i++)
            {
                counts[stratum[random.NextInt(stratum.Length)]]++;
            }
        }
    }

    private static int[][] Strata(Predictions predictions)
    {
        var rows = new List<int>[predictions.Classes.Count];
        for (int row = 0; row < predictions.Count; row++)
        {
            (rows[predictions.Labels[row]] ??= []).Add(row);
        }

        return [.. rows.Where(own => own is not null).Select(own => own.ToArray())];
    }

    /// <summary>Sums up the scores of replicates by a metric, which are sorted, with an interval that is no point.</summary>
    private static ScoreInterval Summarize(IMetric metric, Predictions predictions, double value, double[] scores, double confidence)
    {
        ScoreInterval interval = Summarize(value, scores, confidence);
        if (!(interval.High - interval.Low <= Alike * Math.Max(1, Math.Abs(value))))
        {
            return interval;
        }

        (double low, double high) = metric is MetricDefinition { IsShareOf: not null } share ? WilsonInterval.Of(value, share.CountShareOf(predictions), confidence) : (double.NaN, double.NaN);
        return interval with { Low = low, High = high };
    }

    /// <summary>Sums up the scores of replicates, which are sorted.</summary>
    internal static ScoreInterval Summarize(double value, double[] scores, double confidence)
    {
        if (scores.Length == 0)
        {
            return new ScoreInterval(double.NaN, double.NaN) { Value = value };
        }

        Array.Sort(scores);
        double mean = scores.Average();
        double variance = scores.Sum(score => (score - mean) * (score - mean)) / Math.Max(1, scores.Length - 1);
        return new ScoreInterval(SortedQuantile.Of(scores, (1 - confidence) / 2), SortedQuantile.Of(scores, (1 + confidence) / 2)) { Value = value, StandardError = Math.Sqrt(variance) };
    }
}
