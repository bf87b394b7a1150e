using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Metrics;

/// <summary>Represents how often the positive class occurs where it was predicted with a probability: calibration.</summary>
/// <remarks>Source: Niculescu-Mizil and Caruana (2005), Predicting Good Probabilities with Supervised Learning, ICML.</remarks>
public sealed class ReliabilityCurve
{
    private ReliabilityCurve(IReadOnlyList<CalibrationBin> bins)
    {
        Bins = bins;
        double total = bins.Sum(bin => bin.Weight);
        ExpectedCalibrationError = bins.Sum(bin => bin.Weight * Math.Abs(bin.Predicted - bin.Observed)) / total;
    }

    /// <summary>Gets the bins that hold rows, in order of rising probability.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>Gets the mean distance of predicted from observed shares, each bin weighing as its rows; NaN without rows.</summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>Computes the curve of one class against the rest.</summary>
    /// <param name="predictions">The predictions of a classification, with probabilities.</param>
    /// <param name="positive">The class that is positive.</param>
    /// <param name="bins">The greatest number of bins.</param>
    /// <param name="binning">How the range is cut; rows of equal probability always share a bin.</param>
    /// <returns>The curve; without bins if there are no rows of positive weight or a probability is NaN.</returns>
    public static ReliabilityCurve Of(Predictions predictions, int positive = 1, int bins = 10, Binning binning = Binning.Quantile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (ThresholdCounts.Of(predictions, positive) is not { } counts)
        {
            return new ReliabilityCurve([]);
        }

        double[] scores = new double[predictions.Count];
        predictions.Probabilities!.CopyColumnTo(positive, scores);
        Array.Sort(scores);
        double[] edges = [.. Enumerable.Range(1, bins - 1).Select(i => binning == Binning.Uniform ? (double)i / bins : scores.Length == 0 ? 0 : SortedQuantile.Of(scores, (double)i / bins))];
        double[] weight = new double[bins], predicted = new double[bins], observed = new double[bins];
        int[] rows = new int[bins];
        for (int row = 0; row < predictions.Count; row++)
        {
            double probability = predictions.Probabilities![row, positive];
            double own = predictions.Weights.IsEmpty ? 1 : predictions.Weights[row];

            // As in scikit-learn: an edge belongs to the bin below it.
            int bin = Array.FindLastIndex(edges, edge => edge < probability) + 1;
            weight[bin] += own;
            predicted[bin] += own * probability;
            observed[bin] += predictions.Labels[row] == positive ? own : 0;
            rows[bin]++;
        }

        return new ReliabilityCurve([.. Enumerable.Range(0, bins).Where(bin => weight[bin] > 0).Select(bin => Bin(predicted[bin] / weight[bin], observed[bin] / weight[bin], rows[bin], weight[bin]))]);
    }

    private static CalibrationBin Bin(double predicted, double observed, int rows, double weight)
    {
        (double low, double high) = WilsonInterval.Of(observed, rows);
        return new CalibrationBin(predicted, observed, rows, weight, low, high);
    }
}
