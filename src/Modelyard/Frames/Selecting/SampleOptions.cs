namespace Modelyard.Frames;

/// <summary>Represents how rows are drawn at random.</summary>
public sealed record SampleOptions
{
    /// <summary>Gets a value indicating whether a row may be drawn more than once.</summary>
    public bool Replace { get; init; }

    /// <summary>Gets the name of a column of weights, zero or more and not all zero: a row is drawn with a chance in proportion to its weight. A missing weight is zero.</summary>
    public string? Weights { get; init; }
}
