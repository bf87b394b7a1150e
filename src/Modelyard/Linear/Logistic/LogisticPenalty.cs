namespace Modelyard.Linear;

/// <summary>Says how the coefficients of a logistic regression are kept small.</summary>
public enum LogisticPenalty
{
    /// <summary>By their squares.</summary>
    L2,

    /// <summary>By their sizes, which sets some of them to exactly 0.</summary>
    L1,

    /// <summary>By a mix of both.</summary>
    ElasticNet,

    /// <summary>Not at all.</summary>
    None,
}
