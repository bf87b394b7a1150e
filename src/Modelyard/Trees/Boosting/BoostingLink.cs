namespace Modelyard.Trees.Boosting;

/// <summary>Says how the sum of the trees becomes a prediction.</summary>
public enum BoostingLink
{
    /// <summary>The sum is the prediction.</summary>
    Identity,

    /// <summary>The sum is the logarithm of the prediction, which is greater than 0.</summary>
    Log,

    /// <summary>The sum is the log-odds of the prediction, which lies between 0 and 1.</summary>
    Logit,
}
