using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a regression model that also gives intervals, which hold the truth with a stated chance.</summary>
public interface IIntervalModel : IRegressionModel
{
    /// <summary>Gets the chance that an interval holds the truth, above 0 and below 1.</summary>
    double Coverage { get; }

    /// <summary>Predicts the interval of one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>The prediction, as <see cref="IRegressionModel.Predict(ReadOnlySpan{double})"/> gives it, and its interval; infinite where too little is known.</returns>
    PredictedInterval PredictInterval(ReadOnlySpan<double> row);

    /// <summary>Predicts the intervals of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="intervals">Receives one interval a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictInterval(Matrix rows, Span<PredictedInterval> intervals, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, intervals, degree, PredictInterval);
    }

    /// <summary>Predicts the intervals of many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="intervals">Receives one interval a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictInterval(SparseMatrix rows, Span<PredictedInterval> intervals, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, intervals, degree, PredictInterval);
    }
}
