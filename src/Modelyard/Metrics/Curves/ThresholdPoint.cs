namespace Modelyard.Metrics;

/// <summary>Represents the score that a decision threshold gives.</summary>
/// <param name="Threshold">The probability of the second class from which on it is predicted.</param>
/// <param name="Score">The score.</param>
public readonly record struct ThresholdPoint(double Threshold, double Score);
