using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Represents how often each class was predicted for each true class, by weight.</summary>
/// <remarks>Definitions as in scikit-learn; a ratio whose denominator is 0 counts as 0.</remarks>
public sealed class ConfusionMatrix
{
    private readonly double[] _true;
    private readonly double[] _predicted;

    /// <summary>Initializes the matrix of some predictions.</summary>
    /// <param name="predictions">The predictions of a classification.</param>
    public ConfusionMatrix(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        Classes = predictions.Classes;
        int count = Classes.Count;
        Counts = new Matrix(count, count);
        _true = new double[count];
        _predicted = new double[count];
        ReadOnlySpan<int> labels = predictions.Labels, predicted = predictions.PredictedLabels;
        ReadOnlySpan<double> weights = predictions.Weights;
        for (int row = 0; row < labels.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            Counts.Row(labels[row])[predicted[row]] += weight;
            _true[labels[row]] += weight;
            _predicted[predicted[row]] += weight;
            Total += weight;
        }

        for (int k = 0; k < count; k++)
        {
            Correct += Counts[k, k];
        }
    }

    /// <summary>Gets the labels of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the counts, true class x predicted class.</summary>
    public Matrix Counts { get; }

    /// <summary>Gets the weight of all rows.</summary>
    public double Total { get; }

    /// <summary>Gets the weight of the rows whose class was predicted.</summary>
    public double Correct { get; }

    /// <summary>Gets the share of the rows whose class was predicted.</summary>
    public double Accuracy => Ratio(Correct, Total);

    /// <summary>Gets the mean recall of the classes that occur.</summary>
    public double BalancedAccuracy
    {
        get
        {
            double sum = 0;
            int present = 0;
            for (int k = 0; k < _true.Length; k++)
            {
                if (_true[k] > 0)
                {
                    sum += Counts[k, k] / _true[k];
                    present++;
                }
            }

            return present == 0 ? double.NaN : sum / present;
        }
    }

    /// <summary>Gets the correlation of true and predicted classes (Matthews, 1975; Gorodkin, 2004, for more than two).</summary>
    public double MatthewsCorrelation
    {
        get
        {
            double cross = 0, predictedSquares = 0, trueSquares = 0;
            for (int k = 0; k < _true.Length; k++)
            {
                cross += _predicted[k] * _true[k];
                predictedSquares += _predicted[k] * _predicted[k];
                trueSquares += _true[k] * _true[k];
            }

            double square = Total * Total;
            return Ratio((Correct * Total) - cross, Math.Sqrt((square - predictedSquares) * (square - trueSquares)));
        }
    }

    /// <summary>Gets the agreement beyond chance (Cohen, 1960); NaN if chance alone gives full agreement.</summary>
    public double Kappa
    {
        get
        {
            double expected = 0;
            for (int k = 0; k < _true.Length; k++)
            {
                expected += _predicted[k] * _true[k] / Total;
            }

            return (Correct - expected) / (Total - expected);
        }
    }

    /// <summary>Computes the share of the predictions of a class that are right.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>The precision.</returns>
    public double Precision(Average average) => Combine(average, _predicted, k => Ratio(Counts[k, k], _predicted[k]));

    /// <summary>Computes the share of the rows of a class that are found.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>The recall.</returns>
    public double Recall(Average average) => Combine(average, _true, k => Ratio(Counts[k, k], _true[k]));

    /// <summary>Computes the harmonic mean of precision and recall.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>The F1 score.</returns>
    public double F1(Average average) => Combine(average, _true, k => Ratio(2 * Counts[k, k], _true[k] + _predicted[k]));

    private double Combine(Average average, double[] denominators, Func<int, double> score)
    {
        switch (average)
        {
            case Average.Binary:
                return _true.Length == 2 ? score(1) : throw new ModelyardException($"There are '{_true.Length}' classes; the average 'Binary' needs two.");
            case Average.Micro:
                return Ratio(Correct, denominators.Sum());
            default:
                double sum = 0, weights = 0;
                for (int k = 0; k < _true.Length; k++)
                {
                    // A class that neither occurs nor is predicted is not there.
                    double weight = average == Average.Weighted ? _true[k] : _true[k] + _predicted[k] > 0 ? 1 : 0;
                    sum += weight == 0 ? 0 : weight * score(k);
                    weights += weight;
                }

                return Ratio(sum, weights);
        }
    }

    private static double Ratio(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
