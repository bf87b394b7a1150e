using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Computes how well labels, of which any number applies to a row, were predicted.</summary>
/// <remarks>
/// Matrices are rows x labels; an element of more than one half says that a label applies, so probabilities may be passed as they are. A ratio without a denominator is 0,
/// as in scikit-learn. Source: Tsoumakas and Katakis (2007), Multi-Label Classification: An Overview, IJDWM 3(3).
/// </remarks>
public static class MultiLabelScores
{
    /// <summary>Computes the share of rows all of whose labels are right.</summary>
    /// <param name="truth">The labels that apply.</param>
    /// <param name="predicted">The labels that were predicted.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <returns>A number from 0 to 1; NaN without rows.</returns>
    public static double SubsetAccuracy(Matrix truth, Matrix predicted, ReadOnlySpan<double> weights = default) =>
        MeanOfRows(truth, predicted, weights, (both, own, found, labels) => both == own && both == found ? 1 : 0);

    /// <summary>Computes the share of labels that are wrong.</summary>
    /// <param name="truth">The labels that apply.</param>
    /// <param name="predicted">The labels that were predicted.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <returns>A number from 0 to 1; NaN without rows.</returns>
    public static double HammingLoss(Matrix truth, Matrix predicted, ReadOnlySpan<double> weights = default) =>
        MeanOfRows(truth, predicted, weights, (both, own, found, labels) => (own + found - (2.0 * both)) / labels);

    /// <summary>Computes the mean over rows of the share of labels, of those that apply or were predicted, that are both.</summary>
    /// <param name="truth">The labels that apply.</param>
    /// <param name="predicted">The labels that were predicted.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <returns>A number from 0 to 1; NaN without rows.</returns>
    public static double RowJaccard(Matrix truth, Matrix predicted, ReadOnlySpan<double> weights = default) =>
        MeanOfRows(truth, predicted, weights, (both, own, found, labels) => Ratio(both, own + found - both));

    /// <summary>Computes the F1 score of the labels.</summary>
    /// <param name="truth">The labels that apply.</param>
    /// <param name="predicted">The labels that were predicted.</param>
    /// <param name="average">Micro for all decisions together, macro for the mean over labels, weighted for the mean by how often they apply.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <returns>A number from 0 to 1.</returns>
    public static double F1(Matrix truth, Matrix predicted, Average average, ReadOnlySpan<double> weights = default) =>
        Combine(truth, predicted, average, weights, (both, own, found) => Ratio(2 * both, own + found));

    /// <summary>Computes the share of decisions for a label, of those that are right to take or were taken, that are both.</summary>
    /// <param name="truth">The labels that apply.</param>
    /// <param name="predicted">The labels that were predicted.</param>
    /// <param name="average">Micro for all decisions together, macro for the mean over labels, weighted for the mean by how often they apply.</param>
    /// <param name="weights">One weight a row; empty if every row weighs 1.</param>
    /// <returns>A number from 0 to 1.</returns>
    public static double Jaccard(Matrix truth, Matrix predicted, Average average, ReadOnlySpan<double> weights = default) =>
        Combine(truth, predicted, average, weights, (both, own, found) => Ratio(both, own + found - both));

    private static double MeanOfRows(Matrix truth, Matrix predicted, ReadOnlySpan<double> weights, Func<int, int, int, int, double> score)
    {
        Check(truth, predicted, weights);
        double[] scores = new double[truth.Rows];
        for (int row = 0; row < scores.Length; row++)
        {
            int both = 0, own = 0, found = 0;
            for (int label = 0; label < truth.Columns; label++)
            {
                bool isTrue = truth[row, label] > 0.5, isFound = predicted[row, label] > 0.5;
                both += isTrue && isFound ? 1 : 0;
                own += isTrue ? 1 : 0;
                found += isFound ? 1 : 0;
            }

            scores[row] = score(both, own, found, truth.Columns);
        }

        return WeightedMean.Of(scores, weights);
    }

    private static double Combine(Matrix truth, Matrix predicted, Average average, ReadOnlySpan<double> weights, Func<double, double, double, double> score)
    {
        Check(truth, predicted, weights);
        if (average == Average.Binary)
        {
            throw new ArgumentException("The binary average is for one label of two classes. Choose macro, micro or weighted.", nameof(average));
        }

        double sum = 0, total = 0, allBoth = 0, allOwn = 0, allFound = 0;
        for (int label = 0; label < truth.Columns; label++)
        {
            double both = 0, own = 0, found = 0;
            for (int row = 0; row < truth.Rows; row++)
            {
                double weight = weights.IsEmpty ? 1 : weights[row];
                bool isTrue = truth[row, label] > 0.5, isFound = predicted[row, label] > 0.5;
                both += isTrue && isFound ? weight : 0;
                own += isTrue ? weight : 0;
                found += isFound ? weight : 0;
            }

            double share = average == Average.Weighted ? own : 1;
            sum += share * score(both, own, found);
            total += share;
            (allBoth, allOwn, allFound) = (allBoth + both, allOwn + own, allFound + found);
        }

        return average == Average.Micro ? score(allBoth, allOwn, allFound) : Ratio(sum, total);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private static void Check(Matrix truth, Matrix predicted, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Rows != predicted.Rows || truth.Columns != predicted.Columns || (!weights.IsEmpty && weights.Length != truth.Rows))
        {
            throw new ArgumentException($"The truth is '{truth.Rows}' x '{truth.Columns}', the prediction '{predicted.Rows}' x '{predicted.Columns}' and there are '{weights.Length}' weights; they must be of the same rows and labels.", nameof(predicted));
        }
    }
}
