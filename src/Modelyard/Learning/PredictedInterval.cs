namespace Modelyard.Learning;

/// <summary>Represents a number that is predicted and the interval that holds the truth with the chance that was asked for.</summary>
/// <param name="Value">The prediction; of quantiles, the middle of the interval.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public readonly record struct PredictedInterval(double Value, double Low, double High);
