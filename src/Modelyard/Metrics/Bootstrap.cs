using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Computes how sure a score is, by scoring resamples of the rows.</summary>
/// <remarks>
/// A resample is expressed by weights: how often each row was drawn. Percentile intervals. Source: Efron and Tibshirani (1993), An Introduction to the
/// Bootstrap, chapter 13.
/// </remarks>
public static class Bootstrap
{
    /// <summary>Computes the interval of a score.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="predictions">The predictions.</param>
    /// <param name="context">The seed and the number of threads.</param>
    /// <param name="replicates">The number of resamples.</param>
    /// <param name="confidence">The confidence, between 0 and 1.</param>
    /// <returns>The ends of the interval; NaN where no resample has a score.</returns>
    public static (double Low, double High) Interval(IMetric metric, Predictions predictions, FitContext context, int replicates = 500, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(context);
        double[] scores = new double[replicates];
        ParallelLoop.For(
            replicates,
            context.Parallelism,
            replicate =>
            {
                RandomStream random = context.Random((ulong)replicate);
                double[] weights = new double[predictions.Count];
                for (int i = 0; i < weights.Length; i++)
                {
                    int drawn = random.NextInt(weights.Length);
                    weights[drawn] += predictions.Weights.IsEmpty ? 1 : predictions.Weights[drawn];
                }

                scores[replicate] = metric.Score(predictions.WithWeights(weights));
            },
            context.Cancellation);
        double[] defined = Array.FindAll(scores, score => !double.IsNaN(score));
        Array.Sort(defined);
        return defined.Length == 0 ? (double.NaN, double.NaN) : (Quantile(defined, (1 - confidence) / 2), Quantile(defined, (1 + confidence) / 2));
    }

    private static double Quantile(double[] sorted, double level)
    {
        double position = level * (sorted.Length - 1);
        int low = (int)position;
        int high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }
}
