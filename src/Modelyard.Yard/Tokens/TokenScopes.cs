namespace Modelyard.Lifecycle.Tokens;

/// <summary>Names the parts of a server that a token opens; its role says what may be done there.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>Opens nothing.</summary>
    None = 0,

    /// <summary>Predictions, and what is said of models.</summary>
    Predict = 1,

    /// <summary>The log: labels, and predictions that others made.</summary>
    Log = 2,

    /// <summary>What the server counts.</summary>
    Metrics = 4,

    /// <summary>The pages that people look at.</summary>
    Pages = 8,

    /// <summary>All of them.</summary>
    All = Predict | Log | Metrics | Pages,
}
