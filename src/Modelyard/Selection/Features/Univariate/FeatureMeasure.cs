namespace Modelyard.Selection.Features;

/// <summary>Says by what features are ranked, each on its own.</summary>
public enum FeatureMeasure
{
    /// <summary>By mutual information: whatever the shape of the dependence.</summary>
    MutualInformation,

    /// <summary>By F tests: differences of means between classes, or a line through numbers.</summary>
    F,

    /// <summary>By chi-square tests between classes and levels; numbers are cut into ten ranges.</summary>
    ChiSquare,

    /// <summary>By Kruskal-Wallis tests: differences of ranks between classes, which outliers do not move.</summary>
    KruskalWallis,

    /// <summary>By rank correlations with a target that is a number.</summary>
    Spearman,
}
