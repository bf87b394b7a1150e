namespace Modelyard.Inference;

/// <summary>Says how the association of two columns is measured.</summary>
public enum CorrelationKind
{
    /// <summary>Pearson's correlation of two numbers, Cramér's V of two categories, the correlation ratio of a number and a category.</summary>
    Auto,

    /// <summary>Pearson's correlation of two numbers, from −1 to 1.</summary>
    Pearson,

    /// <summary>Spearman's correlation: Pearson's of the ranks, from −1 to 1.</summary>
    Spearman,

    /// <summary>Kendall's τ-b: of the pairs of rows the share in one order less the share in the other, corrected for ties, from −1 to 1.</summary>
    Kendall,

    /// <summary>Cramér's V of two categories, from 0 to 1.</summary>
    Cramer,

    /// <summary>The correlation ratio η of a number and a category, from 0 to 1: the root of the share of the number's variance that lies between the levels.</summary>
    Ratio,
}
