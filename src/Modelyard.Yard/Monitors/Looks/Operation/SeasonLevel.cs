namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the level of a figure at a time of the day or the week.</summary>
/// <param name="Level">The mean at that time, on the scale of the figure.</param>
/// <param name="Count">The mean count; NaN of a figure that is none.</param>
/// <param name="Windows">The number of windows that tell it.</param>
internal readonly record struct SeasonLevel(double Level, double Count, int Windows)
{
    /// <summary>Gets how many times as far as from a level that is known a window lies from one that so many windows tell.</summary>
    internal double Error => Math.Sqrt(1 + (1.0 / Windows));
}
