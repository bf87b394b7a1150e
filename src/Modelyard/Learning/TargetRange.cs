namespace Modelyard.Learning;

/// <summary>Says which numbers a regression can take as its target.</summary>
public enum TargetRange
{
    /// <summary>Any finite number.</summary>
    Any,

    /// <summary>Zero or more.</summary>
    NonNegative,

    /// <summary>Greater than zero.</summary>
    Positive,

    /// <summary>From 0 to 1.</summary>
    Share,
}
