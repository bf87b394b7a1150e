namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents what a search for counterfactuals found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why there are none, as a sentence; empty if there are some.</param>
/// <param name="Predicted">The class that is predicted for the row itself; empty for a number.</param>
/// <param name="Value">What the model answers for the row itself: the probability of the wanted class, or the number.</param>
/// <param name="Counterfactuals">The counterfactuals, the nearest first, then those that tell something else.</param>
/// <param name="IsComplete">Whether the search was done before its time was over; false means that there may be nearer ones.</param>
public sealed record CounterfactualResult(CounterfactualOutcome Outcome, string Reason, string Predicted, double Value, IReadOnlyList<Counterfactual> Counterfactuals, bool IsComplete = true);
