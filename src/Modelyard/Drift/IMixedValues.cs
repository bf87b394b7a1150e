namespace Modelyard.Drift;

/// <summary>Defines two samples as what a test of ranks sees of them: how many of each have the same value, from the least value to the greatest.</summary>
internal interface IMixedValues
{
    /// <summary>Gets the number of rows of the first sample.</summary>
    double First { get; }

    /// <summary>Gets the number of rows of the second sample.</summary>
    double Second { get; }

    /// <summary>Goes over the distinct values of both, in ascending order.</summary>
    void ForEach(MixedValue visit);
}
