namespace Modelyard.Preparation;

/// <summary>Says what a bin becomes.</summary>
public enum BinEncoding
{
    /// <summary>A column of 0 and 1 for each bin.</summary>
    OneHot,

    /// <summary>The number of the bin, from 0 on.</summary>
    Ordinal,
}
