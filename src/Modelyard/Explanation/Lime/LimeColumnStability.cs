namespace Modelyard.Explanation.Lime;

/// <summary>Represents how one column, or word, fares in repeated explanations of one row.</summary>
/// <param name="Column">The name of the column, or the word.</param>
/// <param name="Share">The share of the explanations that name it, from 0 to 1.</param>
/// <param name="Mean">The mean of its weight over those that name it.</param>
/// <param name="Deviation">The standard deviation of its weight over those that name it; 0 of one alone.</param>
public sealed record LimeColumnStability(string Column, double Share, double Mean, double Deviation);
