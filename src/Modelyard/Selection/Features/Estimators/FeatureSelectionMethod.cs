namespace Modelyard.Selection.Features;

/// <summary>Says how features are chosen before an estimator.</summary>
public enum FeatureSelectionMethod
{
    /// <summary>Each on its own by its mutual information with the target; unless a number is given, those beyond what a shuffled target reaches.</summary>
    MutualInformation,

    /// <summary>Each on its own by an F test, or a chi-square test of categories and classes; unless a number is given, those of which at most one in twenty is expected to be false, by Benjamini and Hochberg.</summary>
    UnivariateTests,

    /// <summary>Those that say more than shuffled copies of the features do: <see cref="BorutaSelection"/>.</summary>
    Boruta,

    /// <summary>By leaving out what a model uses least, again and again: <see cref="Features.RecursiveElimination"/>.</summary>
    RecursiveElimination,

    /// <summary>By adding the feature that gains most, one after the other: <see cref="SequentialSelection"/>.</summary>
    Forward,

    /// <summary>By removing the feature that is missed least, one after the other: <see cref="SequentialSelection"/>.</summary>
    Backward,

    /// <summary>Forward, with steps back where fewer features are better than before: <see cref="SequentialSelection"/>.</summary>
    Floating,

    /// <summary>Those that a sparse model takes on most halves of the rows: <see cref="StabilitySelection"/>.</summary>
    Stability,
}
