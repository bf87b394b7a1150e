namespace Modelyard.Metrics;

/// <summary>Represents what happens at one threshold.</summary>
/// <param name="Threshold">The score from which on a row is called positive; infinite for none.</param>
/// <param name="Precision">The share of the rows called positive that are; 1 if none is called so.</param>
/// <param name="Recall">The share of the positive rows that are called positive.</param>
public readonly record struct PrecisionRecallPoint(double Threshold, double Precision, double Recall);
