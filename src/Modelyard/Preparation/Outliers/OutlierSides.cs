namespace Modelyard.Preparation.Outliers;

/// <summary>Names on which sides there are limits.</summary>
public enum OutlierSides
{
    /// <summary>Below and above.</summary>
    Both,

    /// <summary>Below only: values are floored, never capped.</summary>
    Lower,

    /// <summary>Above only: values are capped, never floored.</summary>
    Upper,
}
