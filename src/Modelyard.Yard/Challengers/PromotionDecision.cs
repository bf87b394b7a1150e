namespace Modelyard.Lifecycle.Challengers;

/// <summary>Represents what a rule decided on a challenger.</summary>
/// <param name="Outcome">What is done.</param>
/// <param name="Reasons">Why, in full sentences; at least one.</param>
public sealed record PromotionDecision(PromotionOutcome Outcome, IReadOnlyList<string> Reasons);
