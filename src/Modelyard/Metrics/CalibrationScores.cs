using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Computes how far predicted probabilities are from the shares that occur.</summary>
/// <remarks>
/// For two classes the probability of the second is set against its share; for more the probability of the predicted class against the share of right predictions. Rows of equal
/// probability share a bin, and an edge belongs to the bin below it. Source: Naeini, Cooper and Hauskrecht (2015), Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI.
/// </remarks>
public static class CalibrationScores
{
    /// <summary>Computes the mean distance of predicted from observed shares over bins, each weighing as its rows.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="binning">Bins of equal width, or of equal weight (<see cref="Binning.Quantile"/>).</param>
    /// <returns>A number from 0 to 1; NaN without rows or where a probability is NaN.</returns>
    public static double ExpectedError(ReadOnlySpan<int> labels, Matrix probabilities, ReadOnlySpan<double> weights, int bins = 15, Binning binning = Binning.Uniform)
    {
        (double total, double[] weight, double[] gap) = Gaps(labels, probabilities, weights, bins, binning);
        double sum = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            sum += weight[bin] > 0 ? Math.Abs(gap[bin]) : 0;
        }

        return sum / total;
    }

    /// <summary>Computes the largest distance of a predicted from an observed share over bins.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="binning">Bins of equal width, or of equal weight (<see cref="Binning.Quantile"/>).</param>
    /// <returns>A number from 0 to 1; NaN without rows or where a probability is NaN.</returns>
    public static double MaximumError(ReadOnlySpan<int> labels, Matrix probabilities, ReadOnlySpan<double> weights, int bins = 15, Binning binning = Binning.Uniform)
    {
        (double total, double[] weight, double[] gap) = Gaps(labels, probabilities, weights, bins, binning);
        double largest = total > 0 ? 0 : double.NaN;
        for (int bin = 0; bin < bins; bin++)
        {
            largest = weight[bin] > 0 ? Math.Max(largest, Math.Abs(gap[bin]) / weight[bin]) : largest;
        }

        return largest;
    }

    /// <summary>Computes the weight of each bin, and what the probabilities of its rows are more than the rows that are right.</summary>
    private static (double Total, double[] Weight, double[] Gap) Gaps(ReadOnlySpan<int> labels, Matrix probabilities, ReadOnlySpan<double> weights, int bins, Binning binning)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] confidence = new double[labels.Length];
        bool[] isRight = new bool[labels.Length];
        double total = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            int shown = own.Length == 2 ? 1 : VectorKernels.ArgMax(own);
            (confidence[row], isRight[row]) = (own[shown], labels[row] == shown);
            total += double.IsNaN(own[shown]) ? double.NaN : weights.IsEmpty ? 1 : weights[row];
        }

        double[] weight = new double[bins], gap = new double[bins];
        if (!(total > 0))
        {
            return (double.NaN, weight, gap);
        }

        int[] place = binning == Binning.Uniform
            ? Array.ConvertAll(confidence, probability => Math.Clamp((int)Math.Ceiling(probability * bins) - 1, 0, bins - 1))
            : ByWeight(confidence, weights, total, bins);
        for (int row = 0; row < labels.Length; row++)
        {
            double own = weights.IsEmpty ? 1 : weights[row];
            weight[place[row]] += own;
            gap[place[row]] += own * (confidence[row] - (isRight[row] ? 1 : 0));
        }

        return (total, weight, gap);
    }

    /// <summary>Puts each run of equal probabilities into the bin in which its middle lies when all weight is laid out in order.</summary>
    private static int[] ByWeight(double[] confidence, ReadOnlySpan<double> weights, double total, int bins)
    {
        int[] order = [.. Enumerable.Range(0, confidence.Length)];
        double[] sorted = [.. confidence];
        Array.Sort(sorted, order);
        int[] place = new int[confidence.Length];
        double below = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            double own = 0;
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                own += weights.IsEmpty ? 1 : weights[order[end]];
            }

            // Rounding must not push a middle that lies on an edge below it.
            int bin = Math.Min(bins - 1, (int)((bins * (below + (0.5 * own)) / total) + 1e-9));
            for (; start < end; start++)
            {
                place[order[start]] = bin;
            }

            below += own;
        }

        return place;
    }
}
