namespace Modelyard.Selection.Features;

/// <summary>Says what became of a feature in a selection.</summary>
public enum FeatureDecision
{
    /// <summary>The feature is kept.</summary>
    Selected,

    /// <summary>The rounds did not tell whether the feature is more than noise.</summary>
    Tentative,

    /// <summary>The feature is left out.</summary>
    Rejected,
}
