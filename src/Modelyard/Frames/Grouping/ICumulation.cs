namespace Modelyard.Frames.Grouping;

/// <summary>Defines what is made of a number and those before it.</summary>
internal interface ICumulation
{
    static abstract double Combine(double sofar, double value);
}
