namespace Modelyard.Explanation.Surrogates;

/// <summary>Represents one rule of a surrogate: where it applies, what it says, and how far the model says something else there.</summary>
/// <param name="Conditions">What holds for each row under the rule, one condition a column; none if there is one rule only.</param>
/// <param name="Value">The number that the rule says: of two classes the probability of the second; of more NaN.</param>
/// <param name="Class">The class that the rule says; empty for a number.</param>
/// <param name="Rows">The number of test rows under the rule.</param>
/// <param name="Share">Their share of all test rows.</param>
/// <param name="Disagreement">The share of them that the model gives another class; NaN for a number, or if there are none.</param>
/// <param name="Error">The root of the mean squared difference between the model and the rule on them; of more than two classes, or if there are none, NaN.</param>
/// <param name="ErrorShare">The share of all that the surrogate gets wrong which lies under the rule: of the rows with another class, of a number of the squared differences; 0 if nothing is wrong.</param>
public sealed record SurrogateRule(IReadOnlyList<string> Conditions, double Value, string Class, int Rows, double Share, double Disagreement, double Error, double ErrorShare);
