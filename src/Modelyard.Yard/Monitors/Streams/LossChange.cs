namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents that the mean of losses has changed.</summary>
/// <param name="Before">The mean before.</param>
/// <param name="After">The mean since.</param>
/// <param name="Since">When the first row came about that belongs to what came after, in ticks in UTC.</param>
/// <param name="Found">When the row came about with which it was found.</param>
internal sealed record LossChange(double Before, double After, long Since, long Found);
