namespace Modelyard.Metrics;

/// <summary>Represents what is earned if the second of two classes is predicted from a probability on.</summary>
/// <param name="Threshold">The probability; infinite if the class is never predicted.</param>
/// <param name="Share">The share of the rows for which it is predicted.</param>
/// <param name="Profit">The benefits less the costs of a row, on average.</param>
public sealed record ProfitPoint(double Threshold, double Share, double Profit);
