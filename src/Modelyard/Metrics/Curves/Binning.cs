namespace Modelyard.Metrics;

/// <summary>Says how the range of a probability is cut into bins.</summary>
public enum Binning
{
    /// <summary>Bins of about equal numbers of rows.</summary>
    Quantile,

    /// <summary>Bins of equal width from 0 to 1.</summary>
    Uniform,
}
