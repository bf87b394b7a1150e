namespace Modelyard.Learning;

/// <summary>Says what a learner can take; it refuses the rest by name.</summary>
public sealed record LearnerTraits
{
    /// <summary>Gets a value indicating whether rows may carry weights.</summary>
    public bool Weights { get; init; } = true;

    /// <summary>Gets a value indicating whether features may be missing (NaN).</summary>
    public bool MissingValues { get; init; }

    /// <summary>Gets a value indicating whether categorical features are read as categories, not as numbers.</summary>
    public bool Categories { get; init; }

    /// <summary>Gets a value indicating whether the result depends on the scale of the features, so that preparation should bring them to one.</summary>
    public bool ScaleSensitive { get; init; }
}
