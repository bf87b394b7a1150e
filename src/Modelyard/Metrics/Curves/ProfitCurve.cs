namespace Modelyard.Metrics;

/// <summary>Represents what is earned on average as the threshold of two classes falls and the second is predicted ever more often.</summary>
public sealed class ProfitCurve
{
    private ProfitCurve(IReadOnlyList<ProfitPoint> points) => Points = points;

    /// <summary>Gets the points, from the second class never predicted to always.</summary>
    public IReadOnlyList<ProfitPoint> Points { get; }

    /// <summary>Gets the point that earns most; the first of equals.</summary>
    public ProfitPoint Best => Points.MaxBy(point => point.Profit)!;

    /// <summary>Computes the curve.</summary>
    /// <param name="predictions">The probabilities of two classes.</param>
    /// <param name="costs">What each answer costs.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ModelyardException">There are not two classes, or a probability is missing.</exception>
    public static ProfitCurve Of(Predictions predictions, CostMatrix costs)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(costs);
        if (predictions.Classes.Count != 2 || !predictions.Classes.SequenceEqual(costs.Classes, StringComparer.Ordinal) || ThresholdCounts.Of(predictions, 1) is not { Count: > 0 } counts)
        {
            throw new ModelyardException($"A curve of profit needs the probabilities of the two classes that the costs are of, none of them missing; the predictions are of {string.Join(", ", predictions.Classes)}.");
        }

        double total = counts.Positives + counts.Negatives;
        ProfitPoint Point(double threshold, double hits, double falseAlarms) => new(
            threshold,
            (hits + falseAlarms) / total,
            -((hits * costs[1, 1]) + (falseAlarms * costs[0, 1]) + ((counts.Positives - hits) * costs[1, 0]) + ((counts.Negatives - falseAlarms) * costs[0, 0])) / total);
        return new ProfitCurve([Point(double.PositiveInfinity, 0, 0), .. Enumerable.Range(0, counts.Count).Select(i => Point(counts.Thresholds[i], counts.Hits[i], counts.FalseAlarms[i]))]);
    }

    /// <summary>Creates a curve of fewer points for drawing.</summary>
    /// <param name="most">The greatest number of points, at least 2.</param>
    /// <returns>Points evenly spread along the curve, both ends among them.</returns>
    public IReadOnlyList<ProfitPoint> Thin(int most = 500) => CurveThinning.Run(Points, most, point => point.Share);
}
