namespace Modelyard.Inference;

/// <summary>Says beside which other terms a term is judged; without interactions the second and the third type are the same.</summary>
/// <remarks>Source: Langsrud (2003), ANOVA for Unbalanced Data: Use Type II Instead of Type III Sums of Squares, Statistics and Computing 13(2).</remarks>
public enum AnovaType
{
    /// <summary>Beside those before it, so that the sums of squares add up, and depend on the order.</summary>
    TypeI = 1,

    /// <summary>Beside all others but the interactions that it is part of.</summary>
    TypeII = 2,

    /// <summary>Beside all others, the interactions that it is part of too: what it explains averaged over the levels of the other categories, however many rows each has (sum-to-zero coding).</summary>
    TypeIII = 3,
}
