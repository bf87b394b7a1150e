namespace Modelyard.Trees;

/// <summary>Says how a tree measures that the rows of a node are of several classes.</summary>
public enum ImpurityCriterion
{
    /// <summary>The chance that two rows drawn from the node are of different classes.</summary>
    Gini,

    /// <summary>Shannon's entropy of the classes, in bits.</summary>
    Entropy,
}
