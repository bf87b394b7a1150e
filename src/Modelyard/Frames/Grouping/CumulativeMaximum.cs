namespace Modelyard.Frames.Grouping;

/// <summary>Represents the maximum of the numbers so far.</summary>
internal readonly struct CumulativeMaximum : ICumulation, IIntegerCumulation
{
    public static double Combine(double sofar, double value) => Math.Max(sofar, value);

    public static long Combine(long sofar, long value) => Math.Max(sofar, value);
}
