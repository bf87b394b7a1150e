namespace Modelyard.Frames.Grouping;

/// <summary>Represents the maximum of the numbers so far.</summary>
internal readonly struct CumulativeMaximum : ICumulation
{
    public static double Combine(double sofar, double value) => Math.Max(sofar, value);
}
