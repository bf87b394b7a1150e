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

    /// <summary>1 less the cosine of the angle; a row of zeros is at distance 1 from all others and at 0 from its like.</summary>
    Cosine,

    /// <summary>The share of features that differ.</summary>
    Hamming,

    /// <summary>The angle between two points of a sphere, in radians; of two features, latitude and longitude in radians.</summary>
    Haversine,
}
