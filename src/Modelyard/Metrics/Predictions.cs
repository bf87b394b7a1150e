using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Represents predictions beside the truth: what a metric scores.</summary>
public sealed class Predictions
{
    private readonly int[]? _labels;
    private readonly int[]? _predictedLabels;
    private readonly double[]? _target;
    private readonly double[]? _predicted;
    private readonly double[]? _weights;

    private Predictions(int[]? labels, int[]? predictedLabels, Matrix? probabilities, IReadOnlyList<string> classes, double[]? target, double[]? predicted, double[]? weights)
    {
        _labels = labels;
        _predictedLabels = predictedLabels;
        Probabilities = probabilities;
        Classes = classes;
        _target = target;
        _predicted = predicted;
        _weights = weights;
        Count = labels?.Length ?? target!.Length;
        int other = predictedLabels?.Length ?? predicted?.Length ?? probabilities!.Rows;
        if (other != Count || (weights is not null && weights.Length != Count) || (probabilities is not null && probabilities.Rows != Count))
        {
            throw new ArgumentException($"There are '{Count}' true values and '{other}' predictions; they and the weights must be as many.", nameof(predicted));
        }
    }

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; }

    /// <summary>Gets what is predicted.</summary>
    public TaskKind Task => _labels is null ? TaskKind.Regression : TaskKind.Classification;

    /// <summary>Gets the labels of the classes; empty for regression. With two, the second is the positive one.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the probabilities, rows x classes; null if only classes were predicted.</summary>
    public Matrix? Probabilities { get; }

    /// <summary>Gets the true class of each row.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Gets the predicted class of each row.</summary>
    public ReadOnlySpan<int> PredictedLabels => _predictedLabels;

    /// <summary>Gets the true number of each row.</summary>
    public ReadOnlySpan<double> Target => _target;

    /// <summary>Gets the predicted number of each row.</summary>
    public ReadOnlySpan<double> Predicted => _predicted;

    /// <summary>Gets the weight of each row; empty if every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Creates the predictions of a classification.</summary>
    /// <param name="labels">The true classes.</param>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <param name="weights">The weights, or null.</param>
    /// <returns>The predictions.</returns>
    public static Predictions OfProbabilities(int[] labels, Matrix probabilities, IReadOnlyList<string> classes, double? threshold = null, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        int[] predicted = new int[probabilities.Rows];
        for (int row = 0; row < predicted.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            predicted[row] = threshold is { } least && own.Length == 2
                ? own[1] >= least ? 1 : 0
                : BatchPrediction.MostProbable(own);
        }

        return new Predictions(labels, predicted, probabilities, classes, null, null, weights);
    }

    /// <summary>Creates the predictions of a classification as they were given, with their probabilities.</summary>
    /// <param name="labels">The true classes.</param>
    /// <param name="predicted">The predicted classes, by whatever threshold.</param>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <returns>The predictions.</returns>
    public static Predictions OfAnswers(int[] labels, int[] predicted, Matrix probabilities, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(probabilities);
        return predicted.Length == labels.Length
            ? new Predictions(labels, predicted, probabilities, classes, null, null, null)
            : throw new ArgumentException($"There are '{labels.Length}' true classes and '{predicted.Length}' predicted ones; they must be as many.", nameof(predicted));
    }

    /// <summary>Creates the predictions of a classification without probabilities.</summary>
    /// <param name="labels">The true classes.</param>
    /// <param name="predicted">The predicted classes.</param>
    /// <param name="classes">The labels of the classes.</param>
    /// <param name="weights">The weights, or null.</param>
    /// <returns>The predictions.</returns>
    public static Predictions OfLabels(int[] labels, int[] predicted, IReadOnlyList<string> classes, double[]? weights = null) =>
        new(labels, predicted, null, classes, null, null, weights);

    /// <summary>Creates the predictions of a regression.</summary>
    /// <param name="target">The true numbers.</param>
    /// <param name="predicted">The predicted numbers.</param>
    /// <param name="weights">The weights, or null.</param>
    /// <returns>The predictions.</returns>
    public static Predictions OfNumbers(double[] target, double[] predicted, double[]? weights = null) =>
        new(null, null, null, [], target, predicted, weights);

    /// <summary>Creates the predictions of a model on a data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The rows and their truth.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="threshold">For two classes, the probability of the second from which on it is predicted; null for the most probable class.</param>
    /// <returns>The predictions.</returns>
    public static Predictions Of(IPredictiveModel model, Dataset data, int degree = 1, double? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[]? weights = data.HasWeights ? data.Weights.ToArray() : null;
        if (model is IRegressionModel regressor)
        {
            double[] predicted = new double[data.RowCount];
            if (data.IsSparse)
            {
                regressor.Predict(data.SparseFeatures, predicted, degree);
            }
            else
            {
                regressor.Predict(data.Features, predicted, degree);
            }

            return OfNumbers(data.Target.ToArray(), predicted, weights);
        }

        var classifier = (IClassificationModel)model;
        var probabilities = new Matrix(data.RowCount, classifier.Classes.Count);
        if (data.IsSparse)
        {
            classifier.PredictProbability(data.SparseFeatures, probabilities, degree);
        }
        else
        {
            classifier.PredictProbability(data.Features, probabilities, degree);
        }

        return OfProbabilities(data.Labels.ToArray(), probabilities, classifier.Classes, threshold, weights);
    }

    /// <summary>Creates the same predictions with other weights.</summary>
    /// <param name="weights">One number of zero or more for each row; null if every row weighs 1.</param>
    /// <returns>New predictions that share all else.</returns>
    public Predictions WithWeights(double[]? weights) => new(_labels, _predictedLabels, Probabilities, Classes, _target, _predicted, weights);

    /// <summary>Creates the same predictions beside other true classes.</summary>
    internal Predictions WithLabels(int[] labels) => new(labels, _predictedLabels, Probabilities, Classes, null, null, _weights);

    /// <summary>Creates the same predictions with other decisions; the probabilities stay.</summary>
    internal Predictions WithDecisions(int[] predicted) => new(_labels, predicted, Probabilities, Classes, null, null, _weights);

    /// <summary>Creates a row for each row and class, true of the class and weighing as its chance: what a metric of these scores is of labels that are not known.</summary>
    /// <param name="chances">The chance of each class, rows x classes.</param>
    internal Predictions Expected(Matrix chances)
    {
        int classes = Classes.Count, count = Count * classes;
        int[] labels = new int[count], predicted = new int[count];
        double[] weights = new double[count];
        Matrix? probabilities = Probabilities is null ? null : new Matrix(count, classes);
        for (int row = 0; row < count; row++)
        {
            int own = row / classes;
            labels[row] = row % classes;
            predicted[row] = _predictedLabels![own];
            weights[row] = chances[own, labels[row]] * (_weights is null ? 1 : _weights[own]);
            Probabilities?.Row(own).CopyTo(probabilities!.Row(row));
        }

        return new Predictions(labels, predicted, probabilities, Classes, null, null, weights);
    }

    /// <summary>Creates the same predictions with the second of two classes predicted from another probability on.</summary>
    /// <param name="threshold">The probability of the second class from which on it is predicted.</param>
    /// <returns>New predictions that share all else.</returns>
    /// <exception cref="InvalidOperationException">There are no probabilities of two classes.</exception>
    public Predictions WithThreshold(double threshold) => Probabilities is { Columns: 2 }
        ? OfProbabilities(_labels!, Probabilities, Classes, threshold, _weights)
        : throw new InvalidOperationException("A threshold needs the probabilities of two classes.");
}
