namespace Modelyard.Selection.Search;

/// <summary>Says how far a trial is.</summary>
public enum TrialState
{
    /// <summary>It was begun and has no result yet.</summary>
    Begun,

    /// <summary>It was scored to its end.</summary>
    Complete,

    /// <summary>It was given up because it was worse than others.</summary>
    Pruned,

    /// <summary>A fit or a metric failed.</summary>
    Failed,
}
