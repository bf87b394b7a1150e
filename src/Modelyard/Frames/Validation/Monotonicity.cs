namespace Modelyard.Frames.Validation;

/// <summary>Names an order in which the present cells of a column stand from the first row to the last.</summary>
public enum Monotonicity
{
    /// <summary>Any order.</summary>
    None,

    /// <summary>Each cell is at least the one before.</summary>
    Increasing,

    /// <summary>Each cell is greater than the one before.</summary>
    StrictlyIncreasing,

    /// <summary>Each cell is at most the one before.</summary>
    Decreasing,

    /// <summary>Each cell is less than the one before.</summary>
    StrictlyDecreasing,
}
