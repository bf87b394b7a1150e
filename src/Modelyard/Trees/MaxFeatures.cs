namespace Modelyard.Trees;

/// <summary>Says how many features, drawn at random, compete at each split.</summary>
public enum MaxFeatures
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>The square root of their number.</summary>
    Sqrt,

    /// <summary>The binary logarithm of their number.</summary>
    Log2,

    /// <summary>A third of them.</summary>
    Third,
}
