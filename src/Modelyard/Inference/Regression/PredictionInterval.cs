namespace Modelyard.Inference;

/// <summary>Represents a predicted mean, and how sure it is.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">The standard error of the mean.</param>
/// <param name="Low">The lower end of the confidence interval of the mean.</param>
/// <param name="High">The upper end of the confidence interval of the mean.</param>
/// <param name="ObservationLow">The lower end of the interval in which a new observation lies; NaN where the errors are not normal.</param>
/// <param name="ObservationHigh">The upper end of the interval in which a new observation lies; NaN where the errors are not normal.</param>
public readonly record struct PredictionInterval(double Mean, double StandardError, double Low, double High, double ObservationLow, double ObservationHigh);
