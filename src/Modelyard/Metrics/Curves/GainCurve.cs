namespace Modelyard.Metrics;

/// <summary>Represents how many of the positive rows are found as ever more rows are taken, the most probable first: the curves of gain and lift.</summary>
public sealed class GainCurve
{
    private GainCurve(IReadOnlyList<GainPoint> points, double positiveShare)
    {
        Points = points;
        PositiveShare = positiveShare;
    }

    /// <summary>Gets the points, from no row taken to all; rows of equal probability are taken together.</summary>
    public IReadOnlyList<GainPoint> Points { get; }

    /// <summary>Gets the share of the positive rows.</summary>
    public double PositiveShare { get; }

    /// <summary>Computes the curve of one class against the rest.</summary>
    /// <param name="predictions">The predictions of a classification, with probabilities.</param>
    /// <param name="positive">The class that is positive.</param>
    /// <returns>The curve.</returns>
    /// <exception cref="ModelyardException">There are no probabilities, one is missing, or no row is positive.</exception>
    public static GainCurve Of(Predictions predictions, int positive = 1)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (ThresholdCounts.Of(predictions, positive) is not { Positives: > 0 } counts)
        {
            throw new ModelyardException($"A curve of gain needs rows of the class '{predictions.Classes[positive]}', and none of their probabilities missing.");
        }

        double total = counts.Positives + counts.Negatives;
        var points = new List<GainPoint>(counts.Count + 1) { new(double.PositiveInfinity, 0, 0) };
        for (int i = 0; i < counts.Count; i++)
        {
            points.Add(new GainPoint(counts.Thresholds[i], (counts.Hits[i] + counts.FalseAlarms[i]) / total, counts.Hits[i] / counts.Positives));
        }

        return new GainCurve(points, counts.Positives / total);
    }

    /// <summary>Computes the gain if a share of the rows is taken; of rows of equal probability, some at random.</summary>
    /// <param name="share">The share of the rows, from 0 to 1.</param>
    /// <returns>The share of the positive rows that is found, on average.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public double GainAt(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"The share is '{share}' and must be 0 to 1.");
        }

        int end = 1;
        while (end < Points.Count - 1 && Points[end].Share < share)
        {
            end++;
        }

        (GainPoint before, GainPoint after) = (Points[end - 1], Points[end]);
        return before.Gain + ((after.Gain - before.Gain) * Math.Min(1, (share - before.Share) / (after.Share - before.Share)));
    }

    /// <summary>Creates a curve of fewer points for drawing.</summary>
    /// <param name="most">The greatest number of points, at least 2.</param>
    /// <returns>Points evenly spread along the curve, both ends among them.</returns>
    public IReadOnlyList<GainPoint> Thin(int most = 500) => CurveThinning.Run(Points, most, point => point.Share);
}
