namespace Modelyard.Metrics;

/// <summary>Computes metrics of how well scores order the rows of one class before the others.</summary>
/// <remarks>Definitions as in scikit-learn; rows of equal scores are taken together.</remarks>
public static class Ranking
{
    /// <summary>Computes the area under the ROC curve: the probability that a positive row scores above a negative one, ties counting half.</summary>
    /// <param name="isPositive">Whether each row is positive.</param>
    /// <param name="scores">The score of each row.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>The area; NaN if all rows are of one kind.</returns>
    public static double RocAuc(ReadOnlySpan<bool> isPositive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        int[] order = Descending(scores);
        double positives = 0, negatives = 0, area = 0;
        for (int i = 0; i < order.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0;
            double score = scores[order[i]];
            for (; i < order.Length && scores[order[i]] == score; i++)
            {
                double weight = weights.IsEmpty ? 1 : weights[order[i]];
                if (isPositive[order[i]])
                {
                    tiedPositives += weight;
                }
                else
                {
                    tiedNegatives += weight;
                }
            }

            area += tiedNegatives * (positives + (tiedPositives / 2));
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return positives == 0 || negatives == 0 ? double.NaN : area / (positives * negatives);
    }

    /// <summary>Computes the average precision: the mean of the precision at each threshold, weighted by the gain in recall.</summary>
    /// <param name="isPositive">Whether each row is positive.</param>
    /// <param name="scores">The score of each row.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>The average precision; NaN if no row is positive.</returns>
    public static double AveragePrecision(ReadOnlySpan<bool> isPositive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        int[] order = Descending(scores);
        double positives = 0, all = 0, sum = 0;
        for (int i = 0; i < order.Length;)
        {
            double tied = 0;
            double score = scores[order[i]];
            for (; i < order.Length && scores[order[i]] == score; i++)
            {
                double weight = weights.IsEmpty ? 1 : weights[order[i]];
                tied += isPositive[order[i]] ? weight : 0;
                all += weight;
            }

            positives += tied;
            sum += all == 0 ? 0 : tied * positives / all;
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    internal static int[] Descending(ReadOnlySpan<double> scores)
    {
        double[] keys = new double[scores.Length];
        int[] order = new int[scores.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = -scores[i];
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }
}
