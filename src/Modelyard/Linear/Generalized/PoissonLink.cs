namespace Modelyard.Linear;

/// <summary>Says how the mean of a Poisson regression depends on the weighted sum of the features.</summary>
public enum PoissonLink
{
    /// <summary>The logarithm of the mean is the sum: features multiply.</summary>
    Log,

    /// <summary>The mean is the sum: features add.</summary>
    Identity,
}
