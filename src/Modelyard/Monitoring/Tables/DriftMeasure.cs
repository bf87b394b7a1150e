namespace Modelyard.Monitoring;

/// <summary>Names what says whether a column has moved: each is a distance with a p-value.</summary>
public enum DriftMeasure
{
    /// <summary>The greatest distance of shares up to a number, by the test of Kolmogorov and Smirnov.</summary>
    KolmogorovSmirnov,

    /// <summary>Squared distances of shares up to a number, those of the tails counting more, by the test of Anderson and Darling.</summary>
    AndersonDarling,

    /// <summary>Squared distances of shares up to a number, by the test of Cramér and von Mises.</summary>
    CramerVonMises,

    /// <summary>The work of moving the one sample of numbers onto the other.</summary>
    Wasserstein,

    /// <summary>The energy distance of two samples of numbers.</summary>
    Energy,

    /// <summary>Counts of levels, or of numbers in tenths of the reference, by Pearson's test.</summary>
    ChiSquared,

    /// <summary>Counts of levels, or of numbers in tenths of the reference, by the ratio of likelihoods.</summary>
    G,

    /// <summary>The population stability index of levels, or of numbers in tenths of the reference.</summary>
    PopulationStability,

    /// <summary>The distance of Jensen and Shannon of levels, or of numbers in tenths of the reference.</summary>
    JensenShannon,

    /// <summary>Hellinger's distance of levels, or of numbers in tenths of the reference.</summary>
    Hellinger,

    /// <summary>The total variation of levels, or of numbers in tenths of the reference.</summary>
    TotalVariation,
}
