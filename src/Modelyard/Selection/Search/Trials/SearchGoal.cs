namespace Modelyard.Selection.Search;

/// <summary>Represents what a search makes as good as it can.</summary>
/// <param name="Name">The name, as in <c>roc-auc</c>.</param>
/// <param name="HigherIsBetter">Whether a higher score is better.</param>
public sealed record SearchGoal(string Name, bool HigherIsBetter)
{
    /// <summary>Turns a score into a loss, of which less is better.</summary>
    internal double Loss(double score) => HigherIsBetter ? -score : score;
}
