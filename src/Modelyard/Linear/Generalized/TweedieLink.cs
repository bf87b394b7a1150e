namespace Modelyard.Linear;

/// <summary>Says how the mean of a Tweedie regression depends on the weighted sum of the features.</summary>
public enum TweedieLink
{
    /// <summary>The identity for the power 0, the logarithm for others.</summary>
    Auto,

    /// <summary>The logarithm of the mean is the sum: features multiply.</summary>
    Log,

    /// <summary>The mean is the sum: features add.</summary>
    Identity,
}
