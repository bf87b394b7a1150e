namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the loss of a row whose label is known.</summary>
/// <param name="Ticks">When the row came about, in UTC.</param>
/// <param name="Value">The loss.</param>
internal readonly record struct TimedLoss(long Ticks, double Value);
