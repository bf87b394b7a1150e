namespace Modelyard.Frames.Grouping;

/// <summary>Defines what is made of an integer and those before it, exactly.</summary>
internal interface IIntegerCumulation
{
    /// <exception cref="OverflowException">The result is beyond 64 bits.</exception>
    static abstract long Combine(long sofar, long value);
}
