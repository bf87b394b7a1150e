namespace Modelyard.Preparation;

/// <summary>Says what stands in for a missing value.</summary>
public enum ImputeStrategy
{
    /// <summary>The mean of the present values.</summary>
    Mean,

    /// <summary>The median of the present values.</summary>
    Median,

    /// <summary>The most frequent value; of equals, the least.</summary>
    Mode,

    /// <summary>A constant.</summary>
    Constant,
}
