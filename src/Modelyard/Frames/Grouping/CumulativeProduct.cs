namespace Modelyard.Frames.Grouping;

/// <summary>Represents the product of the numbers so far.</summary>
internal readonly struct CumulativeProduct : ICumulation
{
    public static double Combine(double sofar, double value) => sofar * value;
}
