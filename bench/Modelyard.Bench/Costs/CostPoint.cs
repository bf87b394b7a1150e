namespace Modelyard.Bench.Costs;

/// <summary>Represents the cost of a fit.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Seconds">The seconds of the fastest of a few fits.</param>
/// <param name="Megabytes">How much the managed heap grew at most during the fit, in millions of bytes; the data set itself does not count.</param>
public sealed record CostPoint(int Rows, double Seconds, double Megabytes);
