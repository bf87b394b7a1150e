namespace Modelyard.Trees;

/// <summary>Says how a tree measures that the targets of a node differ.</summary>
public enum ErrorCriterion
{
    /// <summary>The mean squared distance to the mean, which a leaf predicts. Friedman's score of a split, w₁w₂/(w₁ + w₂) (mean₁ − mean₂)², is what it falls by, so it chooses the same splits.</summary>
    SquaredError,

    /// <summary>Half the Poisson deviance from the mean, which a leaf predicts; for counts and rates of 0 or more.</summary>
    Poisson,

    /// <summary>The mean distance to the median, which a leaf predicts; outliers pull little. Slower to split by than the others.</summary>
    AbsoluteError,
}
