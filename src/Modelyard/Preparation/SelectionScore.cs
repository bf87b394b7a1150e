namespace Modelyard.Preparation;

/// <summary>Says how a feature is scored on its own by what it tells about the target.</summary>
public enum SelectionScore
{
    /// <summary>By the F ratio: for classes that of an analysis of variance, for numbers that of a regression on the one feature.</summary>
    FRatio,

    /// <summary>By the chi-squared statistic between classes and counts, such as words; features must be 0 or greater.</summary>
    ChiSquared,
}
