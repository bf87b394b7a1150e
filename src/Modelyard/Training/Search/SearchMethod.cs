namespace Modelyard.Training.Search;

/// <summary>Says how the points of a search are chosen.</summary>
public enum SearchMethod
{
    /// <summary>Bayesian optimisation: a Gaussian process, and the point of the greatest expected improvement.</summary>
    Bayes,

    /// <summary>The tree-structured Parzen estimator.</summary>
    Tpe,

    /// <summary>Points drawn from the prior.</summary>
    Random,

    /// <summary>Every point of a grid.</summary>
    Grid,

    /// <summary>Successive halving: many points on little, the best on more.</summary>
    Halving,

    /// <summary>Hyperband: successive halving that begins with less in turn.</summary>
    Hyperband,

    /// <summary>Asynchronous successive halving.</summary>
    Asha,
}
