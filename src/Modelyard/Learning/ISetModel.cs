using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a classification model that also gives sets of classes, which hold the true one with a stated chance.</summary>
public interface ISetModel : IClassificationModel
{
    /// <summary>Gets the chance that a set holds the true class, above 0 and below 1.</summary>
    double Coverage { get; }

    /// <summary>Predicts the set of one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="set">Receives, for each class, whether it is in the set; there may be none, where the row looks like no class.</param>
    /// <returns>The number of classes in the set.</returns>
    int PredictSet(ReadOnlySpan<double> row, Span<bool> set);

    /// <summary>Predicts the sets of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="sets">Receives the sets, rows x classes, one row after the other.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictSet(Matrix rows, Span<bool> sets, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, sets, Classes.Count, degree, (row, set) => PredictSet(row, set));
    }

    /// <summary>Predicts the sets of many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="sets">Receives the sets, rows x classes, one row after the other.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictSet(SparseMatrix rows, Span<bool> sets, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(rows, sets, Classes.Count, degree, (row, set) => PredictSet(row, set));
    }
}
