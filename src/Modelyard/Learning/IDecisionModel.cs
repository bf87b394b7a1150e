using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a classification model that also gives unbounded scores, whose signs or order decide the class.</summary>
public interface IDecisionModel : IClassificationModel
{
    /// <summary>Gets the number of scores a row: 1 for two classes (positive means the second), else one a class.</summary>
    int DecisionCount { get; }

    /// <summary>Computes the scores of one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="scores">Receives <see cref="DecisionCount"/> scores.</param>
    void Decide(ReadOnlySpan<double> row, Span<double> scores);

    /// <summary>Computes the scores of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="scores">Receives the scores, rows x <see cref="DecisionCount"/>.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Decide(Matrix rows, Matrix scores, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(scores);
        BatchPrediction.Run(rows, scores, degree, Decide);
    }

    /// <summary>Computes the scores of many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="scores">Receives the scores, rows x <see cref="DecisionCount"/>.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Decide(SparseMatrix rows, Matrix scores, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(scores);
        BatchPrediction.Run(rows, scores, degree, Decide);
    }
}
