namespace Modelyard.Inference;

/// <summary>Says beside which other terms a term is judged.</summary>
public enum AnovaKind
{
    /// <summary>Beside all others (type II; without interactions type III is the same).</summary>
    Partial,

    /// <summary>Beside those before it (type I), so that the sums of squares add up, and depend on the order.</summary>
    Sequential,
}
