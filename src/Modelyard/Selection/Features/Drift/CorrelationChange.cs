namespace Modelyard.Selection.Features;

/// <summary>Represents two columns that go together otherwise in one table than in another.</summary>
/// <param name="First">The name of the one column.</param>
/// <param name="Second">The name of the other.</param>
/// <param name="Train">Their rank correlation in the training rows.</param>
/// <param name="Test">Their rank correlation in the test rows.</param>
/// <param name="AdjustedPValue">The chance of such a difference, or a greater one, if the two tables had one law, times the number of pairs that were looked at.</param>
public sealed record CorrelationChange(string First, string Second, double Train, double Test, double AdjustedPValue);
