namespace Modelyard.Bench.Boosting;

/// <summary>Represents what a workload of boosting measured.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rows">The rows that were learned from.</param>
/// <param name="Features">The features.</param>
/// <param name="FitSeconds">The seconds of the fit.</param>
/// <param name="PredictSeconds">The seconds of the prediction of the test part.</param>
/// <param name="Score">The accuracy or R2 on the test part.</param>
/// <param name="RowMicroseconds">The microseconds of the prediction of one row; NaN if it was not measured.</param>
public sealed record BoostingResultRow(string Name, int Rows, int Features, double FitSeconds, double PredictSeconds, double Score, double RowMicroseconds);
