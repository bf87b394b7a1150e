namespace Modelyard.Learning;

/// <summary>Says how much the rows of each class weigh.</summary>
public enum ClassWeight
{
    /// <summary>Every class weighs as its rows do.</summary>
    None,

    /// <summary>Every class weighs the same in total: rows / (classes x rows of the class).</summary>
    Balanced,
}
