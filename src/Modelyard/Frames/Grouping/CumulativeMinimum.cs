namespace Modelyard.Frames.Grouping;

/// <summary>Represents the minimum of the numbers so far.</summary>
internal readonly struct CumulativeMinimum : ICumulation
{
    public static double Combine(double sofar, double value) => Math.Min(sofar, value);
}
