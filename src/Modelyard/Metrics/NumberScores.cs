namespace Modelyard.Metrics;

/// <summary>Computes metrics of predicted numbers.</summary>
/// <remarks>Definitions as in scikit-learn.</remarks>
public static class NumberScores
{
    /// <summary>Computes the mean absolute error.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>The error, in units of the target.</returns>
    public static double MeanAbsoluteError(Predictions predictions) => Mean(predictions, (truth, predicted) => Math.Abs(truth - predicted));

    /// <summary>Computes the mean squared error.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>The error, in squared units of the target.</returns>
    public static double MeanSquaredError(Predictions predictions) => Mean(predictions, (truth, predicted) => (truth - predicted) * (truth - predicted));

    /// <summary>Computes the root of the mean squared error.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>The error, in units of the target.</returns>
    public static double RootMeanSquaredError(Predictions predictions) => Math.Sqrt(MeanSquaredError(predictions));

    /// <summary>Computes the mean of the absolute errors relative to the truth.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>The error as a share: 0.1 is ten percent. Very large where the truth is 0.</returns>
    public static double MeanAbsolutePercentageError(Predictions predictions) =>
        Mean(predictions, (truth, predicted) => Math.Abs(truth - predicted) / Math.Max(Math.Abs(truth), 2.220446049250313e-16));

    /// <summary>Computes the mean pinball loss, whose least value is reached by the quantile of that level.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <param name="level">The level of the quantile, from 0 to 1.</param>
    /// <returns>The loss, in units of the target.</returns>
    public static double Pinball(Predictions predictions, double level) =>
        Mean(predictions, (truth, predicted) => Math.Max(level * (truth - predicted), (level - 1) * (truth - predicted)));

    /// <summary>Computes the share of the variance of the truth that the predictions explain.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>1 at best, 0 for the mean, below 0 for worse; where the truth does not vary, 1 if it is met and 0 if not; NaN for fewer than two rows.</returns>
    public static double R2(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count < 2)
        {
            return double.NaN;
        }

        double mean = Mean(predictions, (truth, _) => truth);
        double variance = Mean(predictions, (truth, _) => (truth - mean) * (truth - mean));
        double error = MeanSquaredError(predictions);
        return variance > 0 ? 1 - (error / variance) : error == 0 ? 1 : 0;
    }

    /// <summary>Computes the median of the absolute errors.</summary>
    /// <param name="predictions">The predictions of a regression.</param>
    /// <returns>The error, in units of the target; with weights, the least error at which half of the weight is reached.</returns>
    public static double MedianAbsoluteError(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        double[] errors = new double[predictions.Count];
        for (int row = 0; row < errors.Length; row++)
        {
            errors[row] = Math.Abs(predictions.Target[row] - predictions.Predicted[row]);
        }

        if (predictions.Weights.IsEmpty)
        {
            Array.Sort(errors);
            int half = errors.Length / 2;
            return errors.Length == 0 ? double.NaN : errors.Length % 2 == 1 ? errors[half] : (errors[half - 1] + errors[half]) / 2;
        }

        double[] weights = predictions.Weights.ToArray();
        Array.Sort(errors, weights);
        double goal = weights.Sum() / 2, sum = 0;
        int at = 0;
        while (at < errors.Length - 1 && (sum += weights[at]) < goal)
        {
            at++;
        }

        return errors[at];
    }

    private static double Mean(Predictions predictions, Func<double, double, double> ofRow)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ReadOnlySpan<double> target = predictions.Target, predicted = predictions.Predicted, weights = predictions.Weights;
        double sum = 0, total = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * ofRow(target[row], predicted[row]);
            total += weight;
        }

        return sum / total;
    }
}
