namespace Modelyard.Metrics;

/// <summary>Represents precision against recall as the threshold falls.</summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(IReadOnlyList<PrecisionRecallPoint> points, double averagePrecision, double positiveShare)
    {
        Points = points;
        AveragePrecision = averagePrecision;
        PositiveShare = positiveShare;
    }

    /// <summary>Gets one point for each different score, in order of rising recall, after the point (recall 0, precision 1).</summary>
    public IReadOnlyList<PrecisionRecallPoint> Points { get; }

    /// <summary>Gets the average precision; NaN if either side is absent.</summary>
    public double AveragePrecision { get; }

    /// <summary>Gets the share of positive rows: the precision of guessing.</summary>
    public double PositiveShare { get; }

    /// <summary>Computes the curve of one class against the rest.</summary>
    /// <param name="predictions">The predictions of a classification, with probabilities.</param>
    /// <param name="positive">The class that is positive.</param>
    /// <returns>The curve; without points if there are no positive rows or a probability is NaN.</returns>
    public static PrecisionRecallCurve Of(Predictions predictions, int positive = 1)
    {
        if (ThresholdCounts.Of(predictions, positive) is not { } counts || !(counts.Positives > 0))
        {
            return new PrecisionRecallCurve([], double.NaN, 0);
        }

        var points = new PrecisionRecallPoint[counts.Count + 1];
        points[0] = new PrecisionRecallPoint(double.PositiveInfinity, 1, 0);
        double average = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double called = counts.Hits[i] + counts.FalseAlarms[i];
            points[i + 1] = new PrecisionRecallPoint(counts.Thresholds[i], called > 0 ? counts.Hits[i] / called : 1, counts.Hits[i] / counts.Positives);
            average += (points[i + 1].Recall - points[i].Recall) * points[i + 1].Precision;
        }

        return new PrecisionRecallCurve(points, average, counts.Positives / (counts.Positives + counts.Negatives));
    }

    /// <summary>Creates a curve of fewer points for drawing.</summary>
    /// <param name="most">The greatest number of points, at least 2.</param>
    /// <returns>Points evenly spread along the recall, both ends among them.</returns>
    public IReadOnlyList<PrecisionRecallPoint> Thin(int most = 500) => CurveThinning.Run(Points, most, point => point.Recall);
}
