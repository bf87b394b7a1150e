namespace Modelyard.Frames.Grouping;

/// <summary>Represents the sum of the numbers so far.</summary>
internal readonly struct CumulativeSum : ICumulation, IIntegerCumulation
{
    public static double Combine(double sofar, double value) => sofar + value;

    public static long Combine(long sofar, long value) => checked(sofar + value);
}
