namespace Modelyard.Neighbors;

/// <summary>Says how far two rows are from one another.</summary>
public enum DistanceMetric
{
    /// <summary>The root of the sum of squared differences.</summary>
    Euclidean,

    /// <summary>The sum of absolute differences.</summary>
    Manhattan,

    /// <summary>The greatest absolute difference.</summary>
    Chebyshev,

    /// <summary>The P-th root of the sum of the P-th powers of absolute differences.</summary>
    Minkowski,
}
