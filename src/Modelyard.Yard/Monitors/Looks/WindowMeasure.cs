namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a figure of a window.</summary>
/// <param name="Name">The name, as rules know it.</param>
/// <param name="Value">The value; NaN where there is none.</param>
public readonly record struct WindowMeasure(string Name, double Value)
{
    /// <summary>Gets the lower end of the 95 % interval; NaN where there is none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>Gets the upper end of the 95 % interval; NaN where there is none.</summary>
    public double High { get; init; } = double.NaN;
}
