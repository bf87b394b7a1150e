namespace Modelyard.Explanation.Lime;

/// <summary>Says how columns of numbers are varied and read by a local explanation.</summary>
public enum LimeNumbers
{
    /// <summary>Cut at the quartiles of the background; the weight is what a cell in the bin of the row's own changes against one in another bin. Numbers are drawn from the cells of the background.</summary>
    Quartiles,

    /// <summary>As they are, in standard deviations of the background; the weight is what one standard deviation more changes. Numbers are drawn from a normal distribution about the row's own.</summary>
    Continuous,
}
