namespace Modelyard.Drift;

/// <summary>Receives the rows of two samples that have one and the same value.</summary>
/// <param name="value">The value; NaN where only the order of values is known.</param>
/// <param name="first">How many of the first sample were before it.</param>
/// <param name="ofFirst">How many of the first sample have it.</param>
/// <param name="second">How many of the second sample were before it.</param>
/// <param name="ofSecond">How many of the second sample have it.</param>
internal delegate void MixedValue(double value, double first, double ofFirst, double second, double ofSecond);
