using Modelyard.Lifecycle.Training;

namespace Modelyard.Lifecycle.Challengers;

/// <summary>Represents a challenger that was made, compared and registered.</summary>
/// <param name="Champion">The version in production that it was made by the recipe of.</param>
/// <param name="Challenger">The new version.</param>
/// <param name="Recipe">The recipe.</param>
/// <param name="Data">What it was learned from, in words.</param>
/// <param name="Rows">The number of rows that it was learned from.</param>
/// <param name="Comparison">How the two did on rows that neither was learned from.</param>
/// <param name="Decision">What was decided.</param>
public sealed record ChallengerOutcome(
    ModelVersion Champion, ModelVersion Challenger, TrainingRecipe Recipe, string Data, int Rows, ChallengerComparison Comparison, PromotionDecision Decision);
