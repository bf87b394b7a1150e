namespace Modelyard.Explanation.Lime;

/// <summary>Says how the columns of a local explanation are chosen where there are more than it may have.</summary>
public enum LimeSelection
{
    /// <summary>Those with the greatest weights when all are in.</summary>
    HighestWeights,

    /// <summary>One after another, each time the one that explains most of what is left.</summary>
    Forward,

    /// <summary>Those that enter first as the penalty of a lasso falls, which is the paper's choice.</summary>
    LassoPath,
}
