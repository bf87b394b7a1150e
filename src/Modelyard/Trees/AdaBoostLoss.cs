namespace Modelyard.Trees;

/// <summary>Says how AdaBoost for numbers measures the error of a row, as a share of the greatest.</summary>
public enum AdaBoostLoss
{
    /// <summary>The error itself.</summary>
    Linear,

    /// <summary>The square of the error.</summary>
    Square,

    /// <summary>One less the exponential of minus the error.</summary>
    Exponential,
}
