namespace Modelyard.Frames.Grouping;

/// <summary>Represents the minimum of the numbers so far.</summary>
internal readonly struct CumulativeMinimum : ICumulation, IIntegerCumulation
{
    public static double Combine(double sofar, double value) => Math.Min(sofar, value);

    public static long Combine(long sofar, long value) => Math.Min(sofar, value);
}
