namespace Modelyard.Charts;

/// <summary>Represents the rows whose predicted probability falls in one bin.</summary>
/// <param name="Predicted">The mean predicted probability.</param>
/// <param name="Observed">The share of the rows that were positive.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Low">The lower end of the interval on the observed share; NaN for none.</param>
/// <param name="High">The upper end of the interval on the observed share; NaN for none.</param>
public sealed record ReliabilityBin(double Predicted, double Observed, long Count, double Low = double.NaN, double High = double.NaN);
