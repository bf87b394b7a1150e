using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a model that says how unusual a row is.</summary>
public interface IAnomalyModel : IPredictiveModel
{
    /// <inheritdoc/>
    TaskKind IPredictiveModel.Task => TaskKind.AnomalyDetection;

    /// <summary>Gets the score above which a row counts as an anomaly.</summary>
    double Threshold { get; }

    /// <summary>Computes how unusual one row is. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>A finite score; the greater, the more unusual.</returns>
    double Score(ReadOnlySpan<double> row);

    /// <summary>Says whether one row is an anomaly. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>True if its score is above the threshold.</returns>
    bool IsAnomaly(ReadOnlySpan<double> row) => Score(row) > Threshold;

    /// <summary>Computes how unusual many rows are, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="scores">Receives one score a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Score(Matrix rows, Span<double> scores, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, scores, degree, Score);
    }

    /// <summary>Computes how unusual many sparse rows are.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="scores">Receives one score a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Score(SparseMatrix rows, Span<double> scores, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, scores, degree, Score);
    }
}
