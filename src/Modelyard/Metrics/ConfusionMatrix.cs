using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Represents how much weight of each true class was predicted as each class, and the scores that follow from it.</summary>
/// <remarks>
/// Definitions are those of scikit-learn: a ratio without a denominator is 0, and averages run over the classes that occur among the true or the predicted
/// ones. A row of weight 0 does not occur.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly double[] _actual;
    private readonly double[] _predicted;

    /// <summary>Initializes a confusion matrix.</summary>
    /// <param name="counts">The weights, true classes x predicted classes.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <exception cref="ArgumentException">The matrix is not square or does not match the classes.</exception>
    public ConfusionMatrix(Matrix counts, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(classes);
        if (counts.Rows != classes.Count || counts.Columns != classes.Count)
        {
            throw new ArgumentException($"The counts are '{counts.Rows}' x '{counts.Columns}' and must be '{classes.Count}' x '{classes.Count}', one for each class.", nameof(counts));
        }

        Counts = counts;
        Classes = classes;
        _actual = new double[classes.Count];
        _predicted = new double[classes.Count];
        for (int i = 0; i < classes.Count; i++)
        {
            ReadOnlySpan<double> row = counts.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                _actual[i] += row[j];
                _predicted[j] += row[j];
                Total += row[j];
            }

            Correct += row[i];
        }
    }

    /// <summary>Gets the labels of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the weight of all rows.</summary>
    public double Total { get; }

    /// <summary>Gets the weight of the rows that were predicted rightly.</summary>
    public double Correct { get; }

    /// <summary>Gets the weight of each true class.</summary>
    public ReadOnlySpan<double> Actual => _actual;

    /// <summary>Gets the weight of each predicted class.</summary>
    public ReadOnlySpan<double> Predicted => _predicted;

    /// <summary>Gets the weights, true classes x predicted classes.</summary>
    public Matrix Counts { get; }

    /// <summary>Counts predictions.</summary>
    /// <param name="predictions">The predictions of a classification.</param>
    /// <returns>A new confusion matrix.</returns>
    public static ConfusionMatrix Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Of(predictions, predictions.Weights);
    }

    internal static ConfusionMatrix Of(Predictions predictions, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<int> labels = predictions.Labels;
        ReadOnlySpan<int> predicted = predictions.PredictedLabels;
        var counts = new Matrix(predictions.Classes.Count, predictions.Classes.Count);
        for (int row = 0; row < labels.Length; row++)
        {
            counts[labels[row], predicted[row]] += weights.IsEmpty ? 1 : weights[row];
        }

        return new ConfusionMatrix(counts, predictions.Classes);
    }

    /// <summary>Gets the share of the weight that was predicted rightly: a number from 0 to 1; NaN without rows.</summary>
    public double Accuracy => Correct / Total;

    /// <summary>Gets the mean recall of the classes that occur among the true ones: a number from 0 to 1; NaN without rows.</summary>
    public double BalancedAccuracy
    {
        get
        {
            double sum = 0;
            int present = 0;
            for (int k = 0; k < _actual.Length; k++)
            {
                sum += Recall(k);
                present += _actual[k] > 0 ? 1 : 0;
            }

            return sum / present;
        }
    }

    /// <summary>Computes the share of what was predicted as a class that is of the class.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1; 0 if the class was never predicted.</returns>
    public double Precision(int @class) => Ratio(Counts[@class, @class], _predicted[@class]);

    /// <summary>Computes the share of a class that was predicted as the class.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1; 0 if the class does not occur.</returns>
    public double Recall(int @class) => Ratio(Counts[@class, @class], _actual[@class]);

    /// <summary>Computes the share of the other classes that was predicted as another class.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1; 0 if no other class occurs.</returns>
    public double Specificity(int @class) => Ratio(Total - _actual[@class] - _predicted[@class] + Counts[@class, @class], Total - _actual[@class]);

    /// <summary>Computes the harmonic mean of precision and recall of a class.</summary>
    /// <param name="class">The class.</param>
    /// <returns>A number from 0 to 1; 0 if the class neither occurs nor was predicted.</returns>
    public double F1(int @class) => Ratio(2 * Counts[@class, @class], _actual[@class] + _predicted[@class]);

    /// <summary>Computes the precision.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>A number from 0 to 1.</returns>
    public double Precision(Average average) => Combine(average, Precision);

    /// <summary>Computes the recall.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>A number from 0 to 1.</returns>
    public double Recall(Average average) => Combine(average, Recall);

    /// <summary>Computes the F1 score.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>A number from 0 to 1.</returns>
    public double F1(Average average) => Combine(average, F1);

    /// <summary>Computes the specificity; micro, it is of all pairs of a row and a class that is not its own.</summary>
    /// <param name="average">How classes are averaged.</param>
    /// <returns>A number from 0 to 1.</returns>
    public double Specificity(Average average) => average == Average.Micro
        ? Ratio(((_actual.Length - 2) * Total) + Correct, (_actual.Length - 1) * Total)
        : Combine(average, Specificity);

    /// <summary>Gets Matthews' correlation coefficient between true and predicted classes: a number from -1 to 1; 0 if all rows are of one class or were predicted as one.</summary>
    /// <remarks>Source: Gorodkin (2004), Comparing two K-category assignments by a K-category correlation coefficient, Computational Biology and Chemistry 28.</remarks>
    public double MatthewsCorrelation
    {
        get
        {
            double both = 0, predicted = 0, actual = 0;
            for (int k = 0; k < _actual.Length; k++)
            {
                both += _actual[k] * _predicted[k];
                predicted += _predicted[k] * _predicted[k];
                actual += _actual[k] * _actual[k];
            }

            double square = Total * Total;
            double spread = (square - predicted) * (square - actual);
            return spread > 0 ? ((Correct * Total) - both) / Math.Sqrt(spread) : 0;
        }
    }

    /// <summary>Gets Cohen's kappa, the agreement beyond chance: a number of at most 1; NaN if there is but one class among true and predicted ones.</summary>
    public double Kappa
    {
        get
        {
            double expected = 0;
            for (int k = 0; k < _actual.Length; k++)
            {
                expected += _actual[k] * _predicted[k] / Total;
            }

            return 1 - ((Total - Correct) / (Total - expected));
        }
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;

    private double Combine(Average average, Func<int, double> score)
    {
        switch (average)
        {
            case Average.Binary when _actual.Length == 2:
                return score(1);
            case Average.Binary:
                throw new ArgumentException($"The binary average needs '2' classes and there are '{_actual.Length}'. Choose macro, micro or weighted.", nameof(average));
            case Average.Micro:
                return Ratio(Correct, Total); // Every row has one true and one predicted class, so the sums over classes are the rows.
            default:
                double sum = 0, weights = 0;
                for (int k = 0; k < _actual.Length; k++)
                {
                    if (_actual[k] + _predicted[k] > 0)
                    {
                        double weight = average == Average.Macro ? 1 : _actual[k];
                        sum += weight * score(k);
                        weights += weight;
                    }
                }

                return Ratio(sum, weights);
        }
    }
}
