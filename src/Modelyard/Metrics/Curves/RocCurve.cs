namespace Modelyard.Metrics;

/// <summary>Represents the receiver operating characteristic: hits against false alarms as the threshold falls.</summary>
public sealed class RocCurve
{
    private RocCurve(IReadOnlyList<RocPoint> points, double area)
    {
        Points = points;
        Area = area;
    }

    /// <summary>Gets the corners of the curve, from (0, 0) to (1, 1); points on a straight line between two others are left out.</summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>Gets the area under the curve; NaN if either side is absent.</summary>
    public double Area { get; }

    /// <summary>Computes the curve of one class against the rest.</summary>
    /// <param name="predictions">The predictions of a classification, with probabilities.</param>
    /// <param name="positive">The class that is positive.</param>
    /// <returns>The curve; without points if either side is absent or a probability is NaN.</returns>
    public static RocCurve Of(Predictions predictions, int positive = 1)
    {
        if (ThresholdCounts.Of(predictions, positive) is not { } counts || !(counts.Positives > 0) || !(counts.Negatives > 0))
        {
            return new RocCurve([], double.NaN);
        }

        var points = new List<RocPoint> { new(double.PositiveInfinity, 0, 0) };
        double area = 0, hits = 0, falseAlarms = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            area += (counts.FalseAlarms[i] - falseAlarms) * (counts.Hits[i] + hits) / 2;
            hits = counts.Hits[i];
            falseAlarms = counts.FalseAlarms[i];
            if (i == counts.Count - 1 || !IsOnLine(counts, i))
            {
                points.Add(new RocPoint(counts.Thresholds[i], falseAlarms / counts.Negatives, hits / counts.Positives));
            }
        }

        return new RocCurve(points, area / (counts.Positives * counts.Negatives));
    }

    /// <summary>Creates a curve of fewer points for drawing.</summary>
    /// <param name="most">The greatest number of points, at least 2.</param>
    /// <returns>Points evenly spread along the curve, both ends among them.</returns>
    public IReadOnlyList<RocPoint> Thin(int most = 500) => CurveThinning.Run(Points, most, point => point.FalsePositiveRate + point.TruePositiveRate);

    private static bool IsOnLine(ThresholdCounts counts, int i)
    {
        double previousHits = i == 0 ? 0 : counts.Hits[i - 1], previousAlarms = i == 0 ? 0 : counts.FalseAlarms[i - 1];
        double rise = counts.Hits[i] - previousHits, run = counts.FalseAlarms[i] - previousAlarms;
        double nextRise = counts.Hits[i + 1] - counts.Hits[i], nextRun = counts.FalseAlarms[i + 1] - counts.FalseAlarms[i];
        return rise == nextRise && run == nextRun;
    }
}
