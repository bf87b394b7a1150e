using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents what is known of rows without their labels.</summary>
/// <param name="Scores">The probabilities of the model that is watched, rows x classes.</param>
/// <param name="Predicted">The class that it predicts of each row.</param>
/// <param name="Opinions">The chances of a second opinion, rows x classes; null if there is none.</param>
internal sealed record ScoredRows(Matrix Scores, int[] Predicted, Matrix? Opinions)
{
    /// <summary>Selects rows.</summary>
    internal ScoredRows Rows(int[] rows) => new(Scores.SelectRows(rows), Array.ConvertAll(rows, row => Predicted[row]), Opinions?.SelectRows(rows));
}
