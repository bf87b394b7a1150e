namespace Modelyard.Linear;

/// <summary>Says how the mean of a gamma regression depends on the weighted sum of the features.</summary>
public enum GammaLink
{
    /// <summary>The logarithm of the mean is the sum: features multiply.</summary>
    Log,

    /// <summary>One divided by the mean is the sum.</summary>
    Inverse,

    /// <summary>The mean is the sum: features add.</summary>
    Identity,
}
