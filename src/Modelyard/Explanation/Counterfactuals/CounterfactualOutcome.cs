namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Says how a search for counterfactuals ended.</summary>
public enum CounterfactualOutcome
{
    /// <summary>There are some.</summary>
    Found,

    /// <summary>The row is predicted as wanted; nothing need change.</summary>
    AlreadyMet,

    /// <summary>No column may change.</summary>
    NothingMayChange,

    /// <summary>No change that is allowed was found to do it.</summary>
    NotFound,
}
