using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Represents a metric of two classes as the probability from which on the second one is predicted changes.</summary>
public sealed class ThresholdCurve
{
    private ThresholdCurve(IMetric metric, IReadOnlyList<ThresholdPoint> points)
    {
        Metric = metric;
        Points = points;
    }

    /// <summary>Gets the metric.</summary>
    public IMetric Metric { get; }

    /// <summary>Gets the points in order of rising threshold.</summary>
    public IReadOnlyList<ThresholdPoint> Points { get; }

    /// <summary>Computes the curve.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="predictions">The probabilities of two classes.</param>
    /// <param name="most">The greatest number of thresholds; if there are more different probabilities, thresholds lie evenly among the rows.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ModelyardException">There are no probabilities of two classes.</exception>
    public static ThresholdCurve Of(IMetric metric, Predictions predictions, int most = 512)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (predictions.Probabilities is not { Columns: 2 } || ThresholdCounts.Of(predictions, 1) is not { } counts)
        {
            throw new ModelyardException("A threshold curve needs the probabilities of two classes, none of them missing.");
        }

        IEnumerable<int> chosen = counts.Count <= most
            ? Enumerable.Range(0, counts.Count)
            : Spread(counts, most);
        ThresholdPoint[] points = [.. chosen.Reverse().Select(i => new ThresholdPoint(counts.Thresholds[i], Score(metric, predictions, counts, i)))];
        return new ThresholdCurve(metric, points);
    }

    /// <summary>Finds the threshold with the best score; of equals the one nearest to one half.</summary>
    /// <returns>The point.</returns>
    /// <exception cref="InvalidOperationException">The curve has no points.</exception>
    public ThresholdPoint Best()
    {
        double sign = Metric.HigherIsBetter ? 1 : -1;
        return Points.Count == 0
            ? throw new InvalidOperationException("The curve has no points.")
            : Points.OrderByDescending(point => double.IsNaN(point.Score) ? double.NegativeInfinity : sign * point.Score).ThenBy(point => Math.Abs(point.Threshold - 0.5)).First();
    }

    private static double Score(IMetric metric, Predictions predictions, ThresholdCounts counts, int i)
    {
        if (metric is not MetricDefinition { OfCounts: { } score })
        {
            return metric.Score(predictions.WithThreshold(counts.Thresholds[i]));
        }

        double hits = counts.Hits[i], falseAlarms = counts.FalseAlarms[i];
        var cells = new Matrix([counts.Negatives - falseAlarms, falseAlarms, counts.Positives - hits, hits], 2, 2);
        return score(new ConfusionMatrix(cells, predictions.Classes));
    }

    private static IEnumerable<int> Spread(ThresholdCounts counts, int most)
    {
        double total = counts.Positives + counts.Negatives;
        double next = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double called = counts.Hits[i] + counts.FalseAlarms[i];
            if (called >= next || i == counts.Count - 1)
            {
                yield return i;
                next = called + (total / (most - 1));
            }
        }
    }
}
