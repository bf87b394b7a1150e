using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Selection;

/// <summary>Computes intervals of areas under the ROC curve, and compares those of two models on the same rows.</summary>
/// <remarks>
/// The area is the mean over pairs of a positive and a negative row; its variance comes from how much each row contributes, found by ranks in n log n steps.
/// Source: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44; Sun and Xu (2014), IEEE Signal Processing Letters 21.
/// </remarks>
public static class DeLongTest
{
    /// <summary>Computes the area and its interval.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="positive">The class that is positive; all others are negative.</param>
    /// <param name="scores">The score of each row, higher for the positive ones.</param>
    /// <param name="confidence">The chance that the interval holds the area of the population, between 0 and 1.</param>
    /// <returns>The interval, cut at 0 and 1; not defined with fewer than two rows on a side.</returns>
    /// <exception cref="ModelyardException">There are not as many scores as labels, or a score is not a number.</exception>
    public static ScoreInterval Interval(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> scores, double confidence = 0.95)
    {
        Check(labels, scores, confidence);
        var own = Contributions.Of(labels, positive, scores);
        double error = Math.Sqrt(Contributions.Covariance(own, own)), half = Normal.Quantile((1 + confidence) / 2) * error;
        return new ScoreInterval(Math.Max(0, own.Area - half), Math.Min(1, own.Area + half)) { Value = own.Area, StandardError = error };
    }

    /// <summary>Compares the areas of two models on the same rows.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="positive">The class that is positive; all others are negative.</param>
    /// <param name="first">The scores of the first model.</param>
    /// <param name="second">The scores of the second.</param>
    /// <param name="confidence">The chance that the interval holds the true difference, between 0 and 1.</param>
    /// <returns>The outcome; its statistic is standard normal if there is no difference.</returns>
    /// <exception cref="ModelyardException">There are not as many scores as labels, or a score is not a number.</exception>
    public static TestOutcome Compare(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidence = 0.95)
    {
        Check(labels, first, confidence);
        Check(labels, second, confidence);
        Contributions own = Contributions.Of(labels, positive, first), other = Contributions.Of(labels, positive, second);
        double difference = own.Area - other.Area;
        double variance = Contributions.Covariance(own, own) + Contributions.Covariance(other, other) - (2 * Contributions.Covariance(own, other));
        double error = Math.Sqrt(Math.Max(0, variance)), half = Normal.Quantile((1 + confidence) / 2) * error;
        double statistic = difference == 0 ? 0 : difference / error;
        return new TestOutcome("DeLong", difference, statistic, Math.Min(1, 2 * Normal.Cumulative(-Math.Abs(statistic))), difference - half, difference + half);
    }

    private static void Check(ReadOnlySpan<int> labels, ReadOnlySpan<double> scores, double confidence)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, $"The confidence is '{confidence}' and must lie between 0 and 1.");
        }

        if (labels.Length != scores.Length)
        {
            throw new ModelyardException($"There are '{labels.Length}' labels and '{scores.Length}' scores, and there must be one a row.");
        }

        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row]))
            {
                throw new ModelyardException($"The score of row {row + 1} is 'NaN' and must be a number.");
            }
        }
    }

    /// <summary>Holds what share of the other side each row stands on the right side of, ties counting one half.</summary>
    private sealed record Contributions(double Area, double[] Positive, double[] Negative)
    {
        internal static Contributions Of(ReadOnlySpan<int> labels, int positive, ReadOnlySpan<double> scores)
        {
            int[] order = [.. Enumerable.Range(0, labels.Length)];
            double[] sorted = scores.ToArray();
            Array.Sort(sorted, order);
            int positives = labels.Count(positive), negatives = labels.Length - positives;
            double[] ofRow = new double[labels.Length];
            int positivesBelow = 0, negativesBelow = 0;
            for (int first = 0, end; first < order.Length; first = end)
            {
                int positivesHere = 0;
                for (end = first; end < order.Length && sorted[end] == sorted[first]; end++)
                {
                    positivesHere += labels[order[end]] == positive ? 1 : 0;
                }

                int negativesHere = end - first - positivesHere;
                for (int i = first; i < end; i++)
                {
                    ofRow[order[i]] = labels[order[i]] == positive
                        ? (negativesBelow + (0.5 * negativesHere)) / negatives
                        : (positives - positivesBelow - (0.5 * positivesHere)) / positives;
                }

                positivesBelow += positivesHere;
                negativesBelow += negativesHere;
            }

            double[] ofPositive = new double[positives], ofNegative = new double[negatives];
            int inPositive = 0, inNegative = 0;
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] == positive)
                {
                    ofPositive[inPositive++] = ofRow[row];
                }
                else
                {
                    ofNegative[inNegative++] = ofRow[row];
                }
            }

            double area = positives > 0 && negatives > 0 ? ofPositive.Average() : double.NaN;
            return new Contributions(area, ofPositive, ofNegative);
        }

        /// <summary>Computes the covariance of the areas of two models; NaN with fewer than two rows on a side.</summary>
        internal static double Covariance(Contributions first, Contributions second) =>
            (Covariance(first.Positive, second.Positive) / first.Positive.Length) + (Covariance(first.Negative, second.Negative) / first.Negative.Length);

        private static double Covariance(double[] first, double[] second)
        {
            if (first.Length < 2)
            {
                return double.NaN;
            }

            double mean = first.Average(), other = second.Average(), sum = 0;
            for (int i = 0; i < first.Length; i++)
            {
                sum += (first[i] - mean) * (second[i] - other);
            }

            return sum / (first.Length - 1);
        }
    }
}
