namespace Modelyard.Evaluation;

/// <summary>Represents how slices are looked for.</summary>
public sealed record SliceOptions
{
    /// <summary>Gets the greatest number of slices, at least 1.</summary>
    public int Most { get; init; } = 10;

    /// <summary>Gets the least share of the rows that a slice holds, above 0 and below 1.</summary>
    public double LeastShare { get; init; } = 0.02;

    /// <summary>Gets the least number of rows that a slice holds in each half, at least 2.</summary>
    public int FewestRows { get; init; } = 25;

    /// <summary>Gets the number of ranges, of as many rows each, that a number is cut into, at least 2.</summary>
    public int Ranges { get; init; } = 5;

    /// <summary>Gets the number of conditions of a slice: 1 or 2.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Gets the greatest p-value of a slice that is told, above 0 and at most 1.</summary>
    public double Level { get; init; } = 0.05;
}
