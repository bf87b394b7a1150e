using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Conformance;

/// <summary>Represents a fitted model of whatever kind as a function from a row to numbers: a prediction, a score, probabilities, or transformed features.</summary>
internal sealed class Probe
{
    private readonly BatchPrediction.PredictRowInto _predict;

    internal Probe(IModel model)
    {
        Model = model;
        (Width, _predict) = model switch
        {
            IRegressionModel regressor => (1, (row, result) => result[0] = regressor.Predict(row)),
            IAnomalyModel detector => (1, (row, result) => result[0] = detector.Score(row)),
            IClassificationModel classifier => (classifier.Classes.Count, classifier.PredictProbability),
            ITransformModel transform => (transform.Outputs.Count, (BatchPrediction.PredictRowInto)transform.Transform),
            IMultiTargetModel several => (several.TargetNames.Count, (BatchPrediction.PredictRowInto)several.PredictTargets),
            _ => throw new ConformanceException($"The model '{model.GetType().Name}' must predict a number, a class or several targets, score anomalies, or transform features."),
        };
    }

    internal IModel Model { get; }

    /// <summary>Gets the number of numbers that come of one row.</summary>
    internal int Width { get; }

    internal static Probe Fit(ILearner learner, Dataset data, FitContext context) => new(learner switch
    {
        IEstimator estimator => estimator.FitModel(data, context),
        ITransformer transformer => transformer.Fit(data, context),
        IMultiTargetEstimator several => several.FitTargets(SampleData.Several(several, data), context),
        _ => throw new ConformanceException($"The learner '{learner.GetType().Name}' must be an estimator, of one target or several, or a transformer."),
    });

    internal void Predict(ReadOnlySpan<double> row, Span<double> result) => _predict(row, result);

    /// <summary>Predicts rows one by one.</summary>
    internal double[] Singly(Matrix rows)
    {
        double[] results = new double[rows.Rows * Width];
        for (int row = 0; row < rows.Rows; row++)
        {
            _predict(rows.Row(row), results.AsSpan(row * Width, Width));
        }

        return results;
    }

    /// <summary>Predicts rows by the batch call of the model.</summary>
    internal double[] Batch(Matrix rows, int degree = 1)
    {
        switch (Model)
        {
            case IRegressionModel regressor:
                double[] predictions = new double[rows.Rows];
                regressor.Predict(rows, predictions, degree);
                return predictions;
            case IAnomalyModel detector:
                double[] scores = new double[rows.Rows];
                detector.Score(rows, scores, degree);
                return scores;
            case IClassificationModel classifier:
                var probabilities = new Matrix(rows.Rows, Width);
                classifier.PredictProbability(rows, probabilities, degree);
                return probabilities.AsSpan().ToArray();
            case IMultiTargetModel several:
                var targets = new Matrix(rows.Rows, Width);
                several.PredictTargets(rows, targets, degree);
                return targets.AsSpan().ToArray();
            default:
                return ((ITransformModel)Model).Transform(rows, degree).Copy().AsSpan().ToArray();
        }
    }

    /// <summary>Predicts sparse rows by the batch call of the model.</summary>
    internal double[] Batch(SparseMatrix rows, int degree = 1)
    {
        switch (Model)
        {
            case IRegressionModel regressor:
                double[] predictions = new double[rows.Rows];
                regressor.Predict(rows, predictions, degree);
                return predictions;
            case IAnomalyModel detector:
                double[] scores = new double[rows.Rows];
                detector.Score(rows, scores, degree);
                return scores;
            case IClassificationModel classifier:
                var probabilities = new Matrix(rows.Rows, Width);
                classifier.PredictProbability(rows, probabilities, degree);
                return probabilities.AsSpan().ToArray();
            default:
                return ((ITransformModel)Model).Transform(rows, degree).Copy().AsSpan().ToArray();
        }
    }
}
