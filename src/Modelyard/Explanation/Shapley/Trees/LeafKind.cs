namespace Modelyard.Explanation.Shapley.Trees;

/// <summary>Says what a leaf adds to the outputs.</summary>
internal enum LeafKind
{
    /// <summary>Its number, to the one output of its tree.</summary>
    Number,

    /// <summary>The share of each class, or a number for each target.</summary>
    Shares,

    /// <summary>One for its most probable class.</summary>
    Vote,

    /// <summary>One if the second of two classes is the more probable, else minus one.</summary>
    SignedVote,
}
