using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a model that predicts a number.</summary>
public interface IRegressionModel : IPredictiveModel
{
    /// <inheritdoc/>
    TaskKind IPredictiveModel.Task => TaskKind.Regression;

    /// <summary>Predicts the target of one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>The prediction.</returns>
    double Predict(ReadOnlySpan<double> row);

    /// <summary>Predicts the targets of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="predictions">Receives one prediction a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, predictions, degree, Predict);
    }

    /// <summary>Predicts the targets of many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="predictions">Receives one prediction a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, predictions, degree, Predict);
    }
}
