using Modelyard.Learning;

namespace Modelyard.Metrics;

/// <summary>Defines a score of predictions against the truth.</summary>
public interface IMetric
{
    /// <summary>Gets the name by which the command knows it, as in <c>roc-auc</c>.</summary>
    string Name { get; }

    /// <summary>Gets the name that is shown, as in <c>ROC AUC</c>.</summary>
    string Title { get; }

    /// <summary>Gets the task whose predictions it scores.</summary>
    TaskKind Task { get; }

    /// <summary>Gets a value indicating whether a higher score is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Gets the score of perfect predictions; null if there is no such score.</summary>
    double? Perfect => null;

    /// <summary>Gets a value indicating whether it scores predicted classes, so that a decision threshold changes it; others score probabilities or numbers.</summary>
    bool ScoresLabels { get; }

    /// <summary>Computes the score.</summary>
    /// <param name="predictions">The predictions and the truth.</param>
    /// <returns>The score; NaN where it is not defined.</returns>
    double Score(Predictions predictions);
}
