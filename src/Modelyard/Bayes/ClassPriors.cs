namespace Modelyard.Bayes;

/// <summary>Says how probable each class is before a row is seen.</summary>
public enum ClassPriors
{
    /// <summary>As frequent as it was in training, by weight.</summary>
    Empirical,

    /// <summary>As probable as any other.</summary>
    Uniform,
}
