using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Computes metrics of predicted probabilities.</summary>
/// <remarks>Definitions as in scikit-learn.</remarks>
public static class ProbabilityScores
{
    private const double Tiny = 2.220446049250313e-16;

    /// <summary>Computes the mean negative logarithm of the probability that was given to the true class.</summary>
    /// <param name="predictions">The predictions with probabilities; each is kept away from 0 by the least double step.</param>
    /// <returns>The log loss.</returns>
    public static double LogLoss(Predictions predictions)
    {
        Matrix probabilities = Need(predictions);
        return Mean(predictions, row =>
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            double sum = 0;
            foreach (double value in own)
            {
                sum += Math.Clamp(value, Tiny, 1 - Tiny);
            }

            return -Math.Log(Math.Clamp(own[predictions.Labels[row]], Tiny, 1 - Tiny) / sum);
        });
    }

    /// <summary>Computes the mean squared distance of the probabilities from the truth: of the second of two classes, or summed over more.</summary>
    /// <param name="predictions">The predictions with probabilities.</param>
    /// <returns>The Brier score.</returns>
    public static double Brier(Predictions predictions)
    {
        Matrix probabilities = Need(predictions);
        return Mean(predictions, row =>
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            double sum = 0;
            for (int k = own.Length == 2 ? 1 : 0; k < own.Length; k++)
            {
                double distance = own[k] - (predictions.Labels[row] == k ? 1 : 0);
                sum += distance * distance;
            }

            return sum;
        });
    }

    /// <summary>Computes the share of the rows whose class is among the k most probable.</summary>
    /// <param name="predictions">The predictions with probabilities.</param>
    /// <param name="count">The number of classes that are looked at.</param>
    /// <returns>The share; of equally probable classes, the later ones come first, as in scikit-learn.</returns>
    public static double TopAccuracy(Predictions predictions, int count)
    {
        Matrix probabilities = Need(predictions);
        return Mean(predictions, row =>
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            int label = predictions.Labels[row], above = 0;
            for (int k = 0; k < own.Length; k++)
            {
                above += own[k] > own[label] || (own[k] == own[label] && k > label) ? 1 : 0;
            }

            return above < count ? 1 : 0;
        });
    }

    /// <summary>Computes a ranking metric: for the second of two classes, or as the mean over all classes that occur, each against the others.</summary>
    /// <param name="predictions">The predictions with probabilities.</param>
    /// <param name="average">How classes are averaged, if there are more than two.</param>
    /// <param name="score">The metric of one class.</param>
    /// <returns>The score; NaN if it is defined for no class.</returns>
    internal static double OneVersusRest(Predictions predictions, Average average, RankingScore score)
    {
        Matrix probabilities = Need(predictions);
        double[] scores = new double[predictions.Count];
        bool[] positive = new bool[predictions.Count];
        double sum = 0, total = 0;
        for (int k = predictions.Classes.Count == 2 ? 1 : 0; k < predictions.Classes.Count; k++)
        {
            probabilities.CopyColumnTo(k, scores);
            double weight = 0;
            for (int row = 0; row < positive.Length; row++)
            {
                positive[row] = predictions.Labels[row] == k;
                weight += positive[row] ? predictions.Weights.IsEmpty ? 1 : predictions.Weights[row] : 0;
            }

            double own = score(positive, scores, predictions.Weights);
            if (!double.IsNaN(own))
            {
                weight = average == Average.Weighted ? weight : 1;
                sum += weight * own;
                total += weight;
            }
        }

        return total == 0 ? double.NaN : sum / total;
    }

    internal delegate double RankingScore(ReadOnlySpan<bool> isPositive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights);

    private static double Mean(Predictions predictions, Func<int, double> ofRow)
    {
        double sum = 0, total = 0;
        for (int row = 0; row < predictions.Count; row++)
        {
            double weight = predictions.Weights.IsEmpty ? 1 : predictions.Weights[row];
            sum += weight * ofRow(row);
            total += weight;
        }

        return sum / total;
    }

    private static Matrix Need(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return predictions.Probabilities ?? throw new ModelyardException("The metric needs probabilities, and only classes were predicted.");
    }
}
