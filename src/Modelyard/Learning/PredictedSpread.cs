namespace Modelyard.Learning;

/// <summary>Represents a number that the members of an ensemble predict together, and how far apart they are.</summary>
/// <param name="Value">The prediction of the ensemble.</param>
/// <param name="Deviation">The standard deviation of the members' predictions by their weights, in the unit of the target; 0 where they agree.</param>
public readonly record struct PredictedSpread(double Value, double Deviation);
