namespace Modelyard.Metrics;

/// <summary>Represents what happens at one threshold.</summary>
/// <param name="Threshold">The score from which on a row is called positive; infinite for none.</param>
/// <param name="FalsePositiveRate">The share of the negative rows that are called positive.</param>
/// <param name="TruePositiveRate">The share of the positive rows that are called positive.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);
