using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a model that predicts a class.</summary>
public interface IClassificationModel : IPredictiveModel
{
    /// <inheritdoc/>
    TaskKind IPredictiveModel.Task => TaskKind.Classification;

    /// <summary>Gets the labels of the classes in the order of their numbers.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Predicts the probability of each class for one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="probabilities">Receives one probability a class; they sum to 1.</param>
    void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities);

    /// <summary>Predicts the probabilities of many rows, each exactly as if it came alone.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="probabilities">Receives the probabilities, rows x classes.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        BatchPrediction.Run(rows, probabilities, degree, PredictProbability);
    }

    /// <summary>Predicts the probabilities of many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="probabilities">Receives the probabilities, rows x classes.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(probabilities);
        BatchPrediction.Run(rows, probabilities, degree, PredictProbability);
    }

    /// <summary>Predicts the most probable class of one row; of equals, the first.</summary>
    /// <param name="row">The features of the row.</param>
    /// <returns>An index into <see cref="Classes"/>.</returns>
    int Predict(ReadOnlySpan<double> row)
    {
        Span<double> probabilities = Classes.Count <= 256 ? stackalloc double[Classes.Count] : new double[Classes.Count];
        PredictProbability(row, probabilities);
        return BatchPrediction.MostProbable(probabilities);
    }

    /// <summary>Predicts the most probable class of each of many rows; of equals, the first.</summary>
    /// <remarks>Where only the classes are wanted, this may skip what the probabilities need, such as exponentials.</remarks>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="classes">Receives one index into <see cref="Classes"/> a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(this, rows, classes, degree);
    }

    /// <summary>Predicts the most probable class of each of many sparse rows; of equals, the first.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="classes">Receives one index into <see cref="Classes"/> a row.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Predict(SparseMatrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        BatchPrediction.Run(this, rows, classes, degree);
    }
}
