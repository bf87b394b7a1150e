namespace Modelyard.Explanation.Shapley;

/// <summary>Represents what one term of a text contributes to a prediction.</summary>
/// <param name="Term">The term.</param>
/// <param name="Count">How often the text has it; 0 for a term whose absence contributes.</param>
/// <param name="Contribution">The contribution.</param>
public sealed record TermContribution(string Term, double Count, double Contribution);
