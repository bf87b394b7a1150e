namespace Modelyard.Linear;

/// <summary>Says how a share depends on the weighted sum of the features.</summary>
public enum BinomialLink
{
    /// <summary>The logarithm of the odds is the sum.</summary>
    Logit,

    /// <summary>The share is the standard normal probability up to the sum.</summary>
    Probit,

    /// <summary>The logarithm of <c>−log(1 − share)</c> is the sum: the share of units for which something has happened by a time.</summary>
    ComplementaryLogLog,
}
