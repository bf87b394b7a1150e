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
}
