namespace Modelyard.Preparation.Outliers;

/// <summary>Names how the limits are found beyond which a value is an outlier.</summary>
public enum OutlierMethod
{
    /// <summary>The quantiles of two levels; 0.01 and 0.99 by default.</summary>
    Quantile,

    /// <summary>So many standard deviations from the mean; 3 by default.</summary>
    Deviation,

    /// <summary>So many distances between the quartiles below the first and above the third; 1.5 by default. Source: Tukey (1977), Exploratory Data Analysis.</summary>
    InterquartileRange,

    /// <summary>So many median distances to the median, scaled by 1.4826 to be standard deviations of a bell curve; 3.5 by default. Source: Iglewicz and Hoaglin (1993), How to Detect and Handle Outliers.</summary>
    MedianDeviation,

    /// <summary>The limits themselves are given.</summary>
    Fixed,

    /// <summary>
    /// The rows that an isolation forest finds the most unusual, all columns together: the upper figure is their share, 0.01 by default. It finds rows and no limits, so that they can be
    /// dropped and not be capped; weights are not looked at, and a missing value is taken for the median. Source: Liu, Ting and Zhou (2008), Isolation Forest, ICDM.
    /// </summary>
    Isolation,
}
