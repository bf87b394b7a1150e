namespace Modelyard.Frames.Grouping;

/// <summary>Represents the sum of the numbers so far.</summary>
internal readonly struct CumulativeSum : ICumulation
{
    public static double Combine(double sofar, double value) => sofar + value;
}
