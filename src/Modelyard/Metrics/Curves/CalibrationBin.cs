namespace Modelyard.Metrics;

/// <summary>Represents the rows whose predicted probability falls in one bin.</summary>
/// <param name="Predicted">The mean predicted probability.</param>
/// <param name="Observed">The share of the weight that is positive.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Weight">The weight of the rows.</param>
/// <param name="Low">The lower end of the 95 % interval (Wilson) on the observed share.</param>
/// <param name="High">The upper end of the 95 % interval (Wilson) on the observed share.</param>
public sealed record CalibrationBin(double Predicted, double Observed, int Count, double Weight, double Low, double High);
