namespace Modelyard.Inference;

/// <summary>Represents what is known of one coefficient.</summary>
/// <param name="Name">The name of its column.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="StandardError">The standard error.</param>
/// <param name="Statistic">The estimate over its standard error: t or z.</param>
/// <param name="PValue">The probability of a statistic of this size or more, of either sign, if the coefficient is 0.</param>
/// <param name="Low">The lower end of the confidence interval.</param>
/// <param name="High">The upper end of the confidence interval.</param>
public sealed record CoefficientEstimate(string Name, double Estimate, double StandardError, double Statistic, double PValue, double Low, double High);
