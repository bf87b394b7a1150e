namespace Modelyard.Selection.Features;

/// <summary>Represents what a selection says of one feature.</summary>
/// <param name="Name">The name of the feature.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Rank">The rank, 1 for the best; equals share one.</param>
/// <param name="Score">The figure behind the decision, which <see cref="FeatureChoice.ScoreTitle"/> names; higher is better.</param>
public sealed record FeatureVerdict(string Name, FeatureDecision Decision, int Rank, double Score);
