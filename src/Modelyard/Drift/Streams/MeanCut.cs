namespace Modelyard.Drift;

/// <summary>Represents a place that parts the numbers of an <see cref="AdaptiveWindow"/> in two of different means.</summary>
/// <param name="OlderCount">How many numbers are older.</param>
/// <param name="OlderMean">Their mean.</param>
/// <param name="NewerCount">How many are newer.</param>
/// <param name="NewerMean">Their mean.</param>
/// <param name="Mark">The mark of the oldest of the newer ones.</param>
/// <param name="Chance">The least chance of a false change at one look with which the window would be cut here, 1 or less.</param>
internal sealed record MeanCut(long OlderCount, double OlderMean, long NewerCount, double NewerMean, long Mark, double Chance);
