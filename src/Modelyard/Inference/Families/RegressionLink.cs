namespace Modelyard.Inference;

/// <summary>Says which function of the mean is the weighted sum of the columns.</summary>
public enum RegressionLink
{
    /// <summary>The mean itself.</summary>
    Identity,

    /// <summary>The logarithm of the mean.</summary>
    Log,

    /// <summary>One divided by the mean.</summary>
    Inverse,

    /// <summary>One divided by the square of the mean.</summary>
    InverseSquared,

    /// <summary>The logarithm of the odds.</summary>
    Logit,

    /// <summary>The quantile of the standard normal distribution.</summary>
    Probit,

    /// <summary>The logarithm of the negative logarithm of the rest, <c>log(−log(1 − μ))</c>.</summary>
    Cloglog,
}
