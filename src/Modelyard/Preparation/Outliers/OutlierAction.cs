namespace Modelyard.Preparation.Outliers;

/// <summary>Names what is done with a value beyond the limits.</summary>
public enum OutlierAction
{
    /// <summary>Its row is dropped.</summary>
    Trim,

    /// <summary>It becomes the limit: capped from above, floored from below.</summary>
    Cap,

    /// <summary>It becomes the nearest value that was seen within the limits.</summary>
    Winsorise,
}
