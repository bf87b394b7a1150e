namespace Modelyard.Selection.Search;

/// <summary>Represents how much of the differences between trials goes back to one axis of the space.</summary>
/// <param name="Name">The name of the axis.</param>
/// <param name="Share">The share of the variance of the scores over the space that the axis alone explains, from 0 to 1.</param>
/// <param name="Deviation">The standard deviation of that share over the trees of the forest that learned the scores.</param>
public sealed record HyperparameterImportance(string Name, double Share, double Deviation);
