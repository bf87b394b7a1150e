namespace Modelyard.Trees.Boosting;

/// <summary>Says whether boosting stops once the loss on held-out rows no longer falls.</summary>
public enum EarlyStopping
{
    /// <summary>It does if there are more than 10,000 rows.</summary>
    Auto,

    /// <summary>It does.</summary>
    On,

    /// <summary>It does not: every row is learned from.</summary>
    Off,
}
