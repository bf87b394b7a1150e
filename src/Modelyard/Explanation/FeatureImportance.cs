namespace Modelyard.Explanation;

/// <summary>Represents how much a score suffers when one feature, or a group of them, is shuffled.</summary>
/// <param name="Feature">The name of the feature, or of the group.</param>
/// <param name="Mean">The mean loss of the score over the shuffles; 0 or less for a feature that does not matter.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
public sealed record FeatureImportance(string Feature, double Mean, double Low, double High)
{
    /// <summary>Gets how likely it is that a feature that tells nothing costs as much by being shuffled: the share of the scores, the one without a shuffle among them, that are no worse than that one; NaN if it was not computed.</summary>
    /// <remarks>
    /// On rows that the model was not fitted on it is exact for any number of shuffles, and no less than one over one more than that number. What a feature is said to tell nothing about is the target and
    /// all other features; where shuffles were conditional, the target once the others are known, as far as the subgroups go. Source: Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1).
    /// </remarks>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the p-value is an upper bound alone, as none of the shuffles was as extreme; more of them would tell how small it is.</summary>
    public bool IsUpperBound { get; init; }
}
