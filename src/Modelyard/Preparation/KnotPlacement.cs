namespace Modelyard.Preparation;

/// <summary>Says where the pieces of a curve, or bins, meet.</summary>
public enum KnotPlacement
{
    /// <summary>At equal distances.</summary>
    Uniform,

    /// <summary>With as many rows between any two.</summary>
    Quantile,
}
