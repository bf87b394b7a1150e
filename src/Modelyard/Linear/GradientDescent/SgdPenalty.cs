namespace Modelyard.Linear;

/// <summary>Says how gradient descent penalises coefficients.</summary>
public enum SgdPenalty
{
    /// <summary>By the sum of their squares: all of them become smaller.</summary>
    L2,

    /// <summary>By the sum of their sizes: many of them become exactly 0.</summary>
    L1,

    /// <summary>By both.</summary>
    ElasticNet,

    /// <summary>Not at all.</summary>
    None,
}
