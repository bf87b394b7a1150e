namespace Modelyard.Metrics;

/// <summary>Computes scores of predicted numbers.</summary>
/// <remarks>Definitions are those of scikit-learn. Weights may be empty: then every row weighs 1.</remarks>
public static class RegressionScores
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Computes the mean absolute error.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of 0 or more.</returns>
    public static double MeanAbsoluteError(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Mean(target, predicted, weights, AbsoluteError);

    /// <summary>Computes the mean squared error.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of 0 or more.</returns>
    public static double MeanSquaredError(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Mean(target, predicted, weights, SquaredError);

    /// <summary>Computes the mean of the absolute errors relative to the true numbers; a true 0 counts as 2^-52.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of 0 or more; 1 means 100 %.</returns>
    public static double MeanAbsolutePercentageError(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Mean(target, predicted, weights, PercentageError);

    /// <summary>Computes the pinball loss of predicted quantiles.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted quantiles.</param>
    /// <param name="quantile">The quantile that was predicted, from 0 to 1.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of 0 or more.</returns>
    /// <remarks>Source: Koenker and Bassett (1978), Regression Quantiles, Econometrica 46(1).</remarks>
    public static double PinballLoss(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, double quantile, ReadOnlySpan<double> weights = default) =>
        Mean(target, predicted, weights, (actual, own) => PinballError(actual, own, quantile));

    /// <summary>Computes the share of the variance that is explained.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of at most 1; for a constant target 1 if it is met and else 0; NaN for fewer than two rows.</returns>
    public static double R2(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckShapes(target, predicted, weights);
        double total = 0, mean = 0, unexplained = 0, variation = 0;
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
        int rows = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            total += weight;
            mean += weight * target[row];
            if (weight > 0)
            {
                rows++;
                least = Math.Min(least, target[row]);
                greatest = Math.Max(greatest, target[row]);
            }
        }

        mean /= total;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            unexplained += weight * SquaredError(target[row], predicted[row]);
            variation += weight * SquaredError(target[row], mean);
        }

        // A constant target varies around its rounded mean; that is no variation.
        return rows < 2 ? double.NaN : greatest > least && variation > 0 ? 1 - (unexplained / variation) : unexplained == 0 ? 1 : double.IsNaN(unexplained) ? double.NaN : 0;
    }

    /// <summary>Computes the median of the absolute errors; with weights, the least error that half of the weight does not exceed.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or empty.</param>
    /// <returns>A number of 0 or more; NaN without rows.</returns>
    public static double MedianAbsoluteError(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckShapes(target, predicted, weights);
        double[] errors = new double[target.Length];
        for (int row = 0; row < errors.Length; row++)
        {
            errors[row] = AbsoluteError(target[row], predicted[row]);
        }

        if (errors.Length == 0 || errors.AsSpan().ContainsAnyExceptInRange(0, double.PositiveInfinity))
        {
            return double.NaN;
        }

        if (weights.IsEmpty)
        {
            Array.Sort(errors);
            int middle = errors.Length / 2;
            return errors.Length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
        }

        double[] sortedWeights = weights.ToArray();
        Array.Sort(errors, sortedWeights);
        double half = 0;
        foreach (double weight in sortedWeights)
        {
            half += weight;
        }

        half /= 2;
        double sum = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            sum += sortedWeights[i];
            if (sum >= half && sum > 0)
            {
                return errors[i];
            }
        }

        return double.NaN;
    }

    internal static double AbsoluteError(double target, double predicted) => Math.Abs(target - predicted);

    internal static double SquaredError(double target, double predicted) => (target - predicted) * (target - predicted);

    internal static double PercentageError(double target, double predicted) => Math.Abs(target - predicted) / Math.Max(Math.Abs(target), Epsilon);

    /// <summary>Computes the squared distance of the logarithms of one more than the numbers; NaN where one is -1 or less.</summary>
    internal static double SquaredLogError(double target, double predicted) => SquaredError(double.LogP1(target), double.LogP1(predicted)) is var error && double.IsFinite(error) ? error : double.NaN;

    internal static double PinballError(double target, double predicted, double quantile)
    {
        double above = target - predicted;
        return above >= 0 ? quantile * above : (quantile - 1) * above;
    }

    private static double Mean(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights, Func<double, double, double> error)
    {
        CheckShapes(target, predicted, weights);
        double sum = 0, total = 0;
        for (int row = 0; row < target.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            sum += weight * error(target[row], predicted[row]);
            total += weight;
        }

        return sum / total;
    }

    private static void CheckShapes(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        if (predicted.Length != target.Length || (!weights.IsEmpty && weights.Length != target.Length))
        {
            throw new ArgumentException($"There are '{target.Length}' true numbers, '{predicted.Length}' predicted ones and '{weights.Length}' weights; they must be as many.", nameof(predicted));
        }
    }
}
