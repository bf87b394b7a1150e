namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a place among rows in the order of time.</summary>
/// <param name="Moment">The moment, in UTC.</param>
/// <param name="Skip">How many rows of the same moment lie before it.</param>
internal readonly record struct WindowPlace(DateTime Moment, long Skip = 0);
